using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using Posta.Hosting.Logging;
using Posta.Protocol;

namespace ChatPosta.SignUp;

/// <summary>
/// How far somebody has come in signing up. Held in memory only: the token that was pasted touches no disk before it is
/// sealed, and until the last step neither invite nor account has changed.
/// </summary>
internal sealed record SignUpDraft(Invite Invite)
{
    /// <summary>The id that the account will have; the WebAuthn user handle must be fixed before the passkey is made.</summary>
    public string UserId { get; private init; } = Guid.NewGuid().ToString();

    public PairedServer? Server { get; init; }

    /// <summary>The person said: yes, this is me.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>What will open the account beside a weak passkey; null unless the person goes on with one.</summary>
    public UnlockCode? Code { get; init; }

    /// <param name="weak">A passkey that opens nothing by itself and waits for the person's decision.</param>
    public RegisterModel Step(WeakPasskeyModel? weak = null) => this switch
    {
        { Server: null } => new RegisterModel.Pairing(),
        { IsConfirmed: false, Server: var server } => new RegisterModel.Confirm(server.Identity, server.Name, server.About, server.Avatar.Length > 0 ? "/register/picture" : ""),
        { Code: { } code, Server: var server } when weak is not null =>
            new RegisterModel.Code(new(code.Reveal(), $"{server.Identity.Display} at {weak.RpId}"), weak),
        _ when weak is not null => new RegisterModel.Weak(weak),
        { Server: var server } => new RegisterModel.Passkey(server.Identity, server.Name),
    };
}

/// <summary>The identity that a pairing URI opened.</summary>
internal sealed record PairedServer(PostaUrl Identity, string Name, string About, string Avatar, Uri Origin, Secret Token);
