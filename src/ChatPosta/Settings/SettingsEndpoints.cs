namespace ChatPosta.Settings;

/// <summary>The pages about oneself: profile, what opens the account, what is stored, export, and the way out.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        app.MapProfile();
        app.MapPasskeys();
        app.MapAddPasskey();
        app.MapUnlockCode();
        app.MapData();
        app.MapExport();
    }
}
