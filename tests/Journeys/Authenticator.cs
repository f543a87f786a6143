using System.Security.Cryptography;
using Microsoft.Playwright;

namespace Journeys;

/// <summary>Which device keeps the passkeys: CDP's virtual authenticators.</summary>
/// <param name="HasHmacSecret">PRF as security keys have it: nothing at creation, a value when the passkey is used (security.md §1.4).</param>
internal sealed record AuthenticatorKind(string Transport, bool HasPrf, bool HasHmacSecret = false)
{
    public static AuthenticatorKind WithPrf { get; } = new("internal", true);

    public static AuthenticatorKind WithoutPrf { get; } = new("internal", false);

    public static AuthenticatorKind SecurityKey { get; } = new("usb", false, HasHmacSecret: true);
}

/// <summary>The virtual authenticator of one page.</summary>
internal sealed class Authenticator
{
    private readonly ICDPSession _session;
    private string _id = "";

    private Authenticator(ICDPSession session) => _session = session;

    public static async Task<Authenticator> Attach(IBrowserContext context, IPage page, AuthenticatorKind kind)
    {
        var authenticator = new Authenticator(await context.NewCDPSessionAsync(page));
        await authenticator._session.SendAsync("WebAuthn.enable");
        await authenticator.Add(kind);
        return authenticator;
    }

    /// <summary>Another device, and an empty one.</summary>
    public async Task Replace(AuthenticatorKind kind)
    {
        await _session.SendAsync("WebAuthn.removeVirtualAuthenticator", new() { ["authenticatorId"] = _id });
        await Add(kind);
    }

    /// <summary>
    /// The person's finger doesn't match: the browser then reports what it reports for a cancelled ceremony. The device
    /// locks itself for good after that, as real ones do for a while.
    /// </summary>
    public Task RefuseTouch() => _session.SendAsync(
        "WebAuthn.setUserVerified", new() { ["authenticatorId"] = _id, ["isUserVerified"] = false });

    /// <summary>Whether somebody is there to choose and to touch. Until then the device waits.</summary>
    public Task SetPresent(bool isPresent) => _session.SendAsync(
        "WebAuthn.setAutomaticPresenceSimulation", new() { ["authenticatorId"] = _id, ["enabled"] = isPresent });

    /// <summary>Puts a passkey of that site onto the device which the site has never seen.</summary>
    public Task AddPasskey(string site)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return _session.SendAsync("WebAuthn.addCredential", new()
        {
            ["authenticatorId"] = _id,
            ["credential"] = new
            {
                credentialId = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                isResidentCredential = true,
                rpId = site,
                privateKey = Convert.ToBase64String(key.ExportPkcs8PrivateKey()),
                userHandle = Convert.ToBase64String(Guid.NewGuid().ToByteArray()),
                signCount = 1,
            },
        });
    }

    public async Task<int> CountPasskeys()
    {
        var kept = await _session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = _id });
        return kept!.Value.GetProperty("credentials").GetArrayLength();
    }

    private async Task Add(AuthenticatorKind kind)
    {
        var added = await _session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
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
                hasHmacSecret = kind.HasHmacSecret,
            },
        });
        _id = added!.Value.GetProperty("authenticatorId").GetString()!;
    }
}
