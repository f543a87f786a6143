namespace ChatPosta.Settings;

/// <summary>The pages of settings, as their menu names them. A page's title is its label here.</summary>
internal static class SettingsPages
{
    public const string Profile = "Profile";
    public const string Passkeys = "Passkeys";
    public const string Sessions = "Sessions";
    public const string Server = "Your server";
    public const string Activity = "Activity";
    public const string Data = "Your data";
    public const string Keyboard = "Keyboard";

    public static IReadOnlyList<(string Path, string Label)> All { get; } =
    [
        ("/settings", Profile),
        ("/settings/passkeys", Passkeys),
        ("/settings/sessions", Sessions),
        ("/settings/server", Server),
        ("/settings/activity", Activity),
        ("/settings/data", Data),
        ("/settings/keyboard", Keyboard),
    ];
}
