using ChatPosta.Keys;

namespace ChatPosta.Accounts;

internal static class AccountServices
{
    public static void AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<InviteStore>();
        services.AddSingleton<UserStore>();
        services.AddSingleton<ServerLinkStore>();
        services.AddSingleton<RecoveryStore>();
        services.AddSingleton<AccountDeletion>();
        services.AddHostedService<AuditSweeper>();
        services.AddSingleton<UnlockCodeStore>();
    }
}
