using static ChatPosta.Languages.Texts;

namespace ChatPosta.Keyboard;

/// <summary>What the keyboard does, as the help lists it. The scripts that do it are named beside it.</summary>
/// <param name="Keys">Pressed together.</param>
public sealed record KeyCommand(IReadOnlyList<string> Keys, string Does)
{
    public static IReadOnlyList<KeyCommand> All =>
    [
        // keyboard.js
        new(["?"], T("Show these keys")),
        new(["/"], T("Search")),
        new(["Alt", "↑"], T("Previous conversation")),
        new(["Alt", "↓"], T("Next conversation")),
        // composer.js
        new(["Enter"], T("Send the message")),
        new(["Shift", "Enter"], T("New line in a message")),
        // reply.js, menu.js, and what a browser does with an open dialog
        new(["Esc"], T("Stop replying; close a menu or this help")),
    ];
}
