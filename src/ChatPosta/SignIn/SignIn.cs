using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.SignIn;

/// <summary>From a verified passkey to a session: unlock the user's data key, and seal it under a new cookie.</summary>
internal sealed class SignIn(PasskeyStore passkeys, UserStore users, SessionStore sessions, SessionCookie cookies)
{
    public async Task<Outcome> Finish(string userId, UserPasskeyInfo verified, byte[]? unlockKey, ClientPlace place, HttpResponse response)
    {
        if (unlockKey is null) return Outcome.NoUnlockKey;

        // The handler found both a moment ago; gone now means deleted in between, which is one more way not to get in.
        if (await passkeys.Find(verified.CredentialId) is not { } passkey || await users.Find(userId) is not { User.IsDisabled: false }) return Outcome.Refused;

        if (passkey.WrappedKey is not { } wrapped) return Outcome.NoUnlockKey;

        var dataKey = KeyChain.Unwrap(wrapped, unlockKey, userId, passkey.CredentialId);
        CryptographicOperations.ZeroMemory(unlockKey);
        if (dataKey is null) return Outcome.WrongUnlockKey;

        var cookie = await sessions.Start(userId, dataKey, passkey.CredentialId, place);
        if (!await passkeys.Used(verified, userId, AuditStore.SignedIn, place.Network))
        {
            // Removed in this moment: its sessions are over, and this one with them.
            await sessions.EndOfPasskey(passkey.CredentialId);
            return Outcome.Refused;
        }

        cookies.Write(response, cookie.Value, cookie.ExpiresAt);
        return Outcome.SignedIn;
    }

    /// <summary>Starts a session and gives this browser its cookie. The data key is wiped.</summary>
    public async Task Start(string userId, byte[] dataKey, string credentialId, ClientPlace place, HttpResponse response)
    {
        var cookie = await sessions.Start(userId, dataKey, credentialId, place);
        cookies.Write(response, cookie.Value, cookie.ExpiresAt);
    }

    public enum Outcome
    {
        SignedIn,
        NoUnlockKey,
        WrongUnlockKey,
        Refused,
    }
}
