using ChatPosta.Keys;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.Passkeys;

/// <summary>A WebAuthn credential of a user, with the user's data key wrapped under its PRF answer.</summary>
/// <param name="WrappedKey">Null for an authenticator without PRF: it says who is there, and the unlock code opens the account.</param>
internal sealed record Passkey(string UserId, UserPasskeyInfo Info, WrappedKey? WrappedKey)
{
    public string CredentialId => PasskeyId.Text(Info.CredentialId);
}
