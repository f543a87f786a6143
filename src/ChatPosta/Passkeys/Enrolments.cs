using System.Security.Cryptography;
using ChatPosta.Sessions;
using ChatPosta.Web;

namespace ChatPosta.Passkeys;

/// <summary>
/// Makes a passkey fit for an account (security.md §1.5): create, then a second press that asks the new passkey again. Only
/// a key that came back the same may seal anything. Sign-up and settings differ in what they do with the result.
/// </summary>
internal sealed class Enrolments(CeremonyStore<Enrolment> store, PasskeyCeremony ceremony, Site site)
{
    private readonly CeremonyCookie _cookie = new(site, "chat-enrol");

    /// <summary>The question for <c>navigator.credentials.create</c>. What was under way before is given up.</summary>
    /// <param name="replacesAll">The user's old passkeys are about to go, so a device that has one of them may make another.</param>
    public async Task<string> Begin(string userId, string name, string displayName, HttpContext context, bool replacesAll = false)
    {
        var challenge = await ceremony.BeginCreate(userId, name, displayName, context, replacesAll);
        Take(userId, context.Request);
        Keep(new(userId, challenge.State), context);
        return challenge.Options;
    }

    /// <summary>The answer to <see cref="Begin"/>.</summary>
    public async Task<EnrolmentStep> Created(string userId, PasskeyAnswer answer, HttpContext context)
    {
        if (Take(userId, context.Request) is not { Made: null, State: { } state }) return new EnrolmentStep.NotAsked();
        if (await ceremony.FinishCreate(answer.CredentialJson, state, context) is not { } made) return new EnrolmentStep.Refused();

        var passkey = new NewPasskey(made, answer.UnlockKeyBytes());
        return passkey.UnlockKey is null && !answer.PrfEnabled
            ? Weak(userId, passkey, PasskeyWeakness.GivesNoKey, context)
            : await Ask(new(userId, null) { Made = passkey }, context);
    }

    /// <summary>The person goes on with a weak one: it is asked once more, so that it is known to work at all.</summary>
    public async Task<EnrolmentStep> GoOn(string userId, HttpContext context) =>
        Take(userId, context.Request) is { Weakness: not null } weak ? await Ask(weak, context) : new EnrolmentStep.NotAsked();

    /// <summary>The answer to the second press.</summary>
    public async Task<EnrolmentStep> Confirmed(string userId, PasskeyAnswer answer, HttpContext context)
    {
        if (Take(userId, context.Request) is not { Made: { } made, State: { } state } asked) return new EnrolmentStep.NotAsked();
        if (await ceremony.FinishConfirm(userId, made.Info, answer.CredentialJson, state, context) is not { Info: var confirmed }) return new EnrolmentStep.Refused();
        if (asked.Weakness is not null) return new EnrolmentStep.Confirmed(confirmed, null);

        var passkey = made with { Info = confirmed };
        if (answer.UnlockKeyBytes() is not { } unlockKey) return Weak(userId, passkey, PasskeyWeakness.GivesNoKey, context);

        var isTheSame = made.UnlockKey is null || CryptographicOperations.FixedTimeEquals(made.UnlockKey, unlockKey);
        CryptographicOperations.ZeroMemory(made.UnlockKey);
        if (isTheSame) return new EnrolmentStep.Confirmed(confirmed, unlockKey);

        CryptographicOperations.ZeroMemory(unlockKey);
        return Weak(userId, passkey, PasskeyWeakness.GivesAnotherKeyEachTime, context);
    }

    /// <summary>The weak passkey that waits for a decision, or null.</summary>
    public WeakPasskeyModel? FindWeak(string userId, HttpRequest request) =>
        store.Find(_cookie.Read(request)) is { Weakness: { } weakness, Made: { } made } weak && weak.UserId == userId
            ? new(weakness, PasskeyId.Text(made.Info.CredentialId), site.RpId, Device.Of(request))
            : null;

    /// <summary>The person wants another one.</summary>
    public void GiveUp(string userId, HttpContext context)
    {
        Take(userId, context.Request);
        _cookie.Clear(context.Response);
    }

    private async Task<EnrolmentStep> Ask(Enrolment enrolment, HttpContext context)
    {
        var challenge = await ceremony.BeginConfirm(enrolment.UserId, enrolment.Made!.Info, context);
        Keep(enrolment with { State = challenge.State }, context);
        return new EnrolmentStep.Ask(challenge.Options);
    }

    /// <summary>What it gave once seals nothing, so it is not kept while the person decides.</summary>
    private EnrolmentStep.Weak Weak(string userId, NewPasskey made, PasskeyWeakness weakness, HttpContext context)
    {
        CryptographicOperations.ZeroMemory(made.UnlockKey);
        Keep(new(userId, null) { Made = made with { UnlockKey = null }, Weakness = weakness }, context);
        return new();
    }

    private void Keep(Enrolment enrolment, HttpContext context) => _cookie.Write(context.Response, store.Add(enrolment, enrolment.UserId), store.Lifetime);

    /// <summary>Removed before it is looked at: an answer can be tried once.</summary>
    private Enrolment? Take(string userId, HttpRequest request) =>
        store.Take(_cookie.Read(request)) is { } taken && taken.UserId == userId ? taken : null;
}
