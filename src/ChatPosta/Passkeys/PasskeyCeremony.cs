using System.Buffers.Text;
using System.Text.Json.Nodes;
using ChatPosta.Keys;
using ChatPosta.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ChatPosta.Passkeys;

/// <summary>What the browser is asked, and what the server must remember to check the answer.</summary>
/// <param name="Options">JSON for <c>navigator.credentials</c>, with the PRF extension.</param>
/// <param name="State">Plain and unsigned: it never leaves the server.</param>
internal sealed record PasskeyChallenge(string Options, string State);

/// <summary>
/// The WebAuthn ceremonies, by the passkey handler of ASP.NET Core (docs/adr/0002). The one place that knows it: a pair of
/// calls each for making a passkey, confirming it before anything is sealed under it, signing in, and saying "still me".
/// </summary>
internal sealed class PasskeyCeremony(Site site, PasskeyStore passkeys, ILoggerFactory logs)
{
    private const int Es256 = -7;
    private const int Rs256 = -257;

    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = logs.CreateLogger<PasskeyCeremony>();

    /// <param name="replacesAll">The user's old passkeys are about to go, so a device that has one of them may make another.</param>
    public async Task<PasskeyChallenge> BeginCreate(string userId, string name, string displayName, HttpContext context, bool replacesAll = false)
    {
        var user = new PasskeyUserEntity { Id = userId, Name = name, DisplayName = displayName };
        var made = await Handler(replacesAll ? Nobodys() : Stored()).MakeCreationOptionsAsync(user, context);
        var options = WithPrf(made.CreationOptionsJson);
        options["rp"]!["name"] = "chat-posta";
        options["extensions"]!["credProps"] = true;
        return new(options.ToJsonString(), made.AttestationState!);
    }

    /// <summary>Null when the answer does not verify; the reason is for the log only.</summary>
    public async Task<UserPasskeyInfo?> FinishCreate(string credential, string state, HttpContext context)
    {
        var result = await Handler(Stored()).PerformAttestationAsync(
            new() { HttpContext = context, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded) LogRefusal("create", result.Failure);
        return result.Succeeded ? result.Passkey : null;
    }

    /// <summary>Asks any passkey of this site: nobody is named, so there is nothing to enumerate.</summary>
    public async Task<PasskeyChallenge> BeginSignIn(HttpContext context) => Challenge(await Handler(Stored()).MakeRequestOptionsAsync(null, context));

    public Task<(string UserId, UserPasskeyInfo Info)?> FinishSignIn(string credential, string state, HttpContext context) =>
        FinishGet(Stored(), credential, state, context);

    /// <summary>Asks somebody who is signed in for one of their own. No PRF value: nothing is to be opened with it.</summary>
    public async Task<PasskeyChallenge> BeginAssert(string userId, HttpContext context)
    {
        var made = await Handler(Stored()).MakeRequestOptionsAsync(new PasskeyOwner(userId), context);
        return new(made.RequestOptionsJson, made.AssertionState!);
    }

    /// <summary>Null, too, for a passkey of another user.</summary>
    public async Task<UserPasskeyInfo?> FinishAssert(string userId, string credential, string state, HttpContext context) =>
        await FinishGet(Stored(), credential, state, context) is { } found && found.UserId == userId ? found.Info : null;

    /// <summary>Asks for the passkey just made, which no table holds yet.</summary>
    public async Task<PasskeyChallenge> BeginConfirm(string userId, UserPasskeyInfo made, HttpContext context) =>
        Challenge(await Handler(Only(userId, made)).MakeRequestOptionsAsync(new PasskeyOwner(userId), context));

    public Task<(string UserId, UserPasskeyInfo Info)?> FinishConfirm(
        string userId, UserPasskeyInfo made, string credential, string state, HttpContext context) =>
        FinishGet(Only(userId, made), credential, state, context);

    private async Task<(string UserId, UserPasskeyInfo Info)?> FinishGet(
        PasskeyOwners owners, string credential, string state, HttpContext context)
    {
        var result = await Handler(owners).PerformAssertionAsync(
            new() { HttpContext = context, CredentialJson = credential, AssertionState = state });
        if (result.Succeeded) return (result.User.Id, result.Passkey);

        LogRefusal("get", result.Failure);
        return null;
    }

    private static PasskeyChallenge Challenge(PasskeyRequestOptionsResult made) =>
        new(WithPrf(made.RequestOptionsJson).ToJsonString(), made.AssertionState!);

    private static JsonObject WithPrf(string json)
    {
        var options = JsonNode.Parse(json)!.AsObject();
        options["extensions"] = new JsonObject
        {
            ["prf"] = new JsonObject
            {
                ["eval"] = new JsonObject { ["first"] = Base64Url.EncodeToString(KeyChain.PrfSalt) },
            },
        };
        return options;
    }

    private PasskeyOwners Stored() => new(
        async id => await passkeys.Find(id) is { } passkey ? (passkey.UserId, passkey.Info) : null,
        async userId => [.. (await passkeys.OfUser(userId)).Select(passkey => passkey.Info)]);

    private static PasskeyOwners Nobodys() =>
        new(_ => Task.FromResult<(string, UserPasskeyInfo)?>(null), _ => Task.FromResult<IReadOnlyList<UserPasskeyInfo>>([]));

    private static PasskeyOwners Only(string userId, UserPasskeyInfo made) => new(
        id => Task.FromResult<(string, UserPasskeyInfo)?>(made.CredentialId.AsSpan().SequenceEqual(id) ? (userId, made) : null),
        id => Task.FromResult<IReadOnlyList<UserPasskeyInfo>>(id == userId ? [made] : []));

    private PasskeyHandler<PasskeyOwner> Handler(PasskeyOwners owners)
    {
        var manager = new UserManager<PasskeyOwner>(
            owners, Options.Create(new IdentityOptions()), null!, [], [], null!, new IdentityErrorDescriber(), null!, logs.CreateLogger<UserManager<PasskeyOwner>>());
        return new(manager, Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = site.RpId,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            AuthenticatorTimeout = AnswerWithin,
            IsAllowedAlgorithm = algorithm => algorithm is Es256 or Rs256,
            // The handler's own check trusts the request's Origin header; a sibling's page would pass (security.md §1.2).
            ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && origin.Origin == site.Origin),
        }));
    }

    private void LogRefusal(string step, PasskeyException failure) =>
        _log.LogInformation("Passkey {Step} refused: {Reason}", step, failure.Message);
}
