using Microsoft.Playwright;

namespace Journeys;

/// <summary>Which device keeps the passkeys: CDP's virtual authenticators.</summary>
internal sealed record AuthenticatorKind(string Transport, bool HasPrf)
{
    public static AuthenticatorKind WithPrf { get; } = new("internal", true);

    public static AuthenticatorKind WithoutPrf { get; } = new("internal", false);
}

/// <summary>The virtual authenticator of one page.</summary>
internal sealed class Authenticator
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private Authenticator(ICDPSession session, string id)
    {
        _session = session;
        _id = id;
    }

    public static async Task<Authenticator> Attach(IBrowserContext context, IPage page, AuthenticatorKind kind)
    {
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new
            {
                protocol = "ctap2",
                ctap2Version = "ctap2_1",
                transport = kind.Transport,
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
                hasPrf = kind.HasPrf,
            },
        });
        return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>The person's finger doesn't match: the browser then reports what it reports for a cancelled ceremony.</summary>
    public Task Verifies(bool verifies) => _session.SendAsync(
        "WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = verifies });

    public async Task<int> CountPasskeys()
    {
        var kept = await _session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id });
        return kept!.Value.GetProperty("credentials").GetArrayLength();
    }
}
