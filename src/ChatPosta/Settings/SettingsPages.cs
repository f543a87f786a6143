using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>The pages of settings, as their menu names them. A page's title is its label here.</summary>
internal static class SettingsPages
{
    public const string LanguagePath = "/settings/language";

    public static string Profile => T("Profile");
    public static string Passkeys => T("Passkeys");
    public static string Sessions => T("Sessions");
    public static string Server => T("Your server");
    public static string Activity => T("Activity");
    public static string Data => T("Your data");
    public static string Keyboard => T("Keyboard");
    public static string Language => T("Language");

    public static IReadOnlyList<(string Path, string Label)> All =>
    [
        ("/settings", Profile),
        ("/settings/passkeys", Passkeys),
        ("/settings/sessions", Sessions),
        ("/settings/server", Server),
        ("/settings/activity", Activity),
        ("/settings/data", Data),
        ("/settings/keyboard", Keyboard),
        (LanguagePath, Language),
    ];
}
