using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Upstream;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.SignUp;

/// <summary>
/// How far somebody has come in signing up. Held in memory only: the token that was pasted touches no disk before it is
/// sealed, and until the last step neither invite nor account has changed.
/// </summary>
internal sealed record SignUpDraft(Invite Invite)
{
    /// <summary>The id that the account will have, or has; the WebAuthn user handle must be fixed before the passkey is made.</summary>
    public string UserId { get; private init; } = Invite.Recovers ?? Guid.NewGuid().ToString();

    /// <summary>The account that the invite recovers; null when it opens a new one.</summary>
    public LostAccount? Recovers { get; init; }

    /// <summary>The unlock code that was typed instead of a pairing link: the account then keeps its link and its data key.</summary>
    public UnlockCode? TypedCode { get; init; }

    public PairedServer? Server { get; init; }

    /// <summary>The person said: yes, this is me.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>What will open the account beside a weak passkey; null unless the person goes on with one.</summary>
    public UnlockCode? Code { get; init; }

    /// <summary>From the start, with the same invite: who confirmed one identity has not confirmed another.</summary>
    public SignUpDraft Anew() => new(Invite) { Recovers = Recovers };

    /// <param name="weak">A passkey that opens nothing by itself and waits for the person's decision.</param>
    public RegisterModel Step(WeakPasskeyModel? weak = null) => this switch
    {
        { Server: null, Recovers: { } lost } => new RegisterModel.Recover(lost.User.Identity, lost.HasCode),
        { Server: null } => new RegisterModel.Pairing(),
        { IsConfirmed: false, Server: var server } => new RegisterModel.Confirm(server.Identity, server.Name, server.About, server.Avatar.Length > 0 ? "/register/picture" : ""),
        { Code: { } code, Server: var server } when weak is not null =>
            new RegisterModel.Code(new(code.Reveal(), T("{0} at {1}", server.Identity.Display, weak.RpId)), weak, Recovers is not null),
        _ when weak is not null => new RegisterModel.Weak(weak, Recovers is not null),
        { Server: var server } => new RegisterModel.Passkey(server.Identity, server.Name, Recovers is not null),
    };
}

/// <summary>An account whose user has lost every passkey.</summary>
/// <param name="HasCode">Whether an unlock code opens it, too.</param>
internal sealed record LostAccount(User User, bool HasCode);
