using System.Security.Cryptography;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;

namespace ChatPosta.SignUp;

/// <summary>
/// The passkey step (security.md §1.5): create, then a second press that asks the new passkey again. Only a key that
/// came back the same is used to seal anything; until then invite and account are untouched.
/// </summary>
internal static class SignUpPasskey
{
    private const string NoPrf =
        "This passkey can't unlock your account: its provider lacks the PRF extension. Your invite is still good. "
        + "Try Chrome or Edge with Google Password Manager, Safari 18.4 or newer with iCloud Keychain, or a security key such as a YubiKey 5.";

    private const string Unstable =
        "This passkey gave two different keys, so it can't be trusted with your account. Your invite is still good; try another passkey provider.";

    public static void MapSignUpPasskey(this IEndpointRouteBuilder app)
    {
        app.MapPost("/passkey/options", Begin);
        app.MapPost("/passkey/created", Created);
        app.MapPost("/passkey/confirmed", Confirmed);
    }

    private static async Task<IResult> Begin(SignUpDrafts drafts, PasskeyCeremony ceremony, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value: { IsConfirmed: true, Server: { } server } } draft) return StartAgain();

        var name = server.Name.Length > 0 ? server.Name : server.Identity.Display;
        var challenge = await ceremony.BeginCreate(draft.Value.UserId, server.Identity.Display, name, context, replacesAll: draft.Value.Recovers is not null);
        return drafts.Advance(draft, draft.Value with { CreateState = challenge.State, Passkey = null, ConfirmState = null })
            ? Results.Text(challenge.Options, "application/json")
            : StartAgain();
    }

    private static async Task<IResult> Created(PasskeyAnswer answer, SignUpDrafts drafts, PasskeyCeremony ceremony, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value.CreateState: { } state } draft) return StartAgain();

        // A challenge is answered once: the draft loses it before the answer is looked at.
        var spent = draft.Value with { CreateState = null };
        if (!drafts.Advance(draft, spent)) return StartAgain();
        if (await ceremony.FinishCreate(answer.CredentialJson, state, context) is not { } made) return Refuse("The passkey couldn't be checked. Try again.");

        var unlockKey = answer.UnlockKeyBytes();
        if (unlockKey is null && !answer.PrfEnabled) return Refuse(NoPrf);

        var challenge = await ceremony.BeginConfirm(spent.UserId, made, context);
        return drafts.Advance(draft with { Value = spent }, spent with { Passkey = new(made, unlockKey), ConfirmState = challenge.State })
            ? Results.Text(challenge.Options, "application/json")
            : StartAgain();
    }

    private static async Task<IResult> Confirmed(
        PasskeyAnswer answer,
        SignUpDrafts drafts,
        PasskeyCeremony ceremony,
        PasskeyStore passkeys,
        NewAccount accounts,
        SignIn.SignIn signIn,
        ClientPlace place,
        HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value: { ConfirmState: { } state, Passkey: { } passkey, Server: { } server } } draft)
            return await IsOpened(answer, passkeys) ? GoOn("/login") : StartAgain();

        var spent = draft.Value with { ConfirmState = null };
        if (!drafts.Advance(draft, spent)) return StartAgain();

        var confirmed = await ceremony.FinishConfirm(spent.UserId, passkey.Info, answer.CredentialJson, state, context);
        if (confirmed is null) return Refuse("The passkey couldn't be checked. Try again.");
        if (answer.UnlockKeyBytes() is not { } unlockKey) return Refuse(NoPrf);
        if (passkey.UnlockKey is { } first && !CryptographicOperations.FixedTimeEquals(first, unlockKey)) return Refuse(Unstable);
        if (await accounts.Open(spent, server, confirmed.Value.Info, unlockKey, place) is not { } dataKey) return StartAgain();

        await signIn.Start(spent.UserId, dataKey, PasskeyId.Text(passkey.Info.CredentialId), place, context.Response);
        drafts.End(draft, context.Response);
        return GoOn("/");
    }

    /// <summary>The answer to a press before this one was lost on the way: the account is open, and signing in is what is left.</summary>
    private static async Task<bool> IsOpened(PasskeyAnswer answer, PasskeyStore passkeys) =>
        answer.CredentialId() is { } id && await passkeys.Find(id) is not null;

    private static IResult GoOn(string location) => Results.Json(new { location });

    /// <summary>No account has this passkey, so the script may have the device drop it (<c>forget</c>).</summary>
    private static IResult Refuse(string error) =>
        Results.Json(new { error, forget = true }, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Never with <c>forget</c>: a press before this one may be opening the account at this moment.</summary>
    private static IResult StartAgain() => Results.Json(
        new { error = "This sign-up has timed out or its invite was used. Open your invite link again." },
        statusCode: StatusCodes.Status410Gone);
}
