using System.Security.Cryptography;
using ChatPosta.Keys;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.Passkeys;

/// <summary>A WebAuthn credential of a user, with the user's data key wrapped under its PRF answer.</summary>
/// <param name="WrappedKey">Null for a weak one: it says who is there, and the unlock code opens the account.</param>
internal sealed record Passkey(string UserId, UserPasskeyInfo Info, WrappedKey? WrappedKey)
{
    public string CredentialId => PasskeyId.Text(Info.CredentialId);

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>A new one, under the name that its owner can change. The unlock key is wiped.</summary>
    public static Passkey Seal(string userId, EnrolmentStep.Confirmed confirmed, byte[] dataKey, string name)
    {
        confirmed.Info.Name = name;
        if (confirmed.UnlockKey is not { } unlockKey) return new(userId, confirmed.Info, null);

        var wrapped = KeyChain.Wrap(dataKey, unlockKey, userId, PasskeyId.Text(confirmed.Info.CredentialId));
        CryptographicOperations.ZeroMemory(unlockKey);
        return new(userId, confirmed.Info, wrapped);
    }
}
