namespace ChatPosta.Settings;

internal static class SettingsServices
{
    public static void AddSettings(this IServiceCollection services)
    {
        services.AddSingleton<PasskeysReader>();
        services.AddUnlockCode();
    }
}
