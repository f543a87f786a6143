using ChatPosta.Accounts;
using Microsoft.AspNetCore.Identity;
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

    /// <summary>Challenge of the first press, until it is answered.</summary>
    public string? CreateState { get; init; }

    public NewPasskey? Passkey { get; init; }

    /// <summary>Challenge of the second press, until it is answered.</summary>
    public string? ConfirmState { get; init; }

    public RegisterModel Step() => this switch
    {
        { Server: null } => new RegisterModel.Pairing(),
        { IsConfirmed: false, Server: var server } => new RegisterModel.Confirm(server.Identity, server.Name, server.About, server.Avatar.Length > 0 ? "/register/picture" : ""),
        { Server: var server } => new RegisterModel.Passkey(server.Identity, server.Name),
    };
}

/// <summary>The identity that a pairing URI opened.</summary>
internal sealed record PairedServer(PostaUrl Identity, string Name, string About, string Avatar, Uri Origin, Secret Token);

/// <param name="UnlockKey">What the authenticator gave at creation; null when it gives none before the second press.</param>
internal sealed record NewPasskey(UserPasskeyInfo Info, byte[]? UnlockKey);
