namespace ChatPosta.Settings;

/// <summary>The pages about oneself: profile, what is stored, export, and the way out.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder app)
    {
        app.MapProfile();
        app.MapData();
        app.MapExport();
    }
}
