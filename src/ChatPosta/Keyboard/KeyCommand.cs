namespace ChatPosta.Keyboard;

/// <summary>What the keyboard does, as the help lists it. The scripts that do it are named beside it.</summary>
/// <param name="Keys">Pressed together.</param>
public sealed record KeyCommand(IReadOnlyList<string> Keys, string Does)
{
    public static IReadOnlyList<KeyCommand> All { get; } =
    [
        // keyboard.js
        new(["?"], "Show these keys"),
        new(["/"], "Search"),
        new(["Alt", "↑"], "Previous conversation"),
        new(["Alt", "↓"], "Next conversation"),
        // composer.js
        new(["Enter"], "Send the message"),
        new(["Shift", "Enter"], "New line in a message"),
        // reply.js, menu.js, and what a browser does with an open dialog
        new(["Esc"], "Stop replying; close a menu or this help"),
    ];
}
