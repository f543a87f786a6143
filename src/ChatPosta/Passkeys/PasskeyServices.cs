namespace ChatPosta.Passkeys;

internal static class PasskeyServices
{
    private static readonly TimeSpan EnrolWithin = TimeSpan.FromMinutes(15);

    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<PasskeyCeremony>();
        services.AddSingleton(provider => new CeremonyStore<Enrolment>(provider.GetRequiredService<TimeProvider>(), EnrolWithin));
        services.AddSingleton<Enrolments>();
        services.AddAssertion();
    }
}
