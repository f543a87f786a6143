using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.SignIn;

/// <summary>From a verified passkey to a session: unlock the user's data key, and seal it under a new cookie.</summary>
internal sealed class SignIn(PasskeyStore passkeys, UnlockCodeStore codes, UserStore users, SessionStore sessions, SessionCookie cookies)
{
    public async Task<Outcome> Finish(string userId, UserPasskeyInfo verified, byte[]? unlockKey, ClientPlace place, HttpResponse response)
    {
        // The handler found both a moment ago; gone now means deleted in between, which is one more way not to get in.
        if (await passkeys.Find(verified.CredentialId) is not { } passkey || await users.Find(userId) is not { User.IsDisabled: false }) return Outcome.Refused;

        var dataKey = Unwrap(passkey, unlockKey);
        if (dataKey is not null) return await Open(userId, dataKey, verified, place, "", response);

        var needsCode = await codes.Find(userId) is not null;
        await passkeys.Used(verified, userId, needsCode ? AuditStore.UnlockCodeAsked : AuditStore.SignInRefused, place.Network, "no unlock key");
        if (needsCode) return Outcome.NeedsCode;
        return unlockKey is null || passkey.WrappedKey is null ? Outcome.NoUnlockKey : Outcome.WrongUnlockKey;
    }

    /// <summary>What follows <see cref="Outcome.NeedsCode"/>.</summary>
    public async Task<Outcome> Unlock(LockedAccount locked, string typed, ClientPlace place, HttpResponse response)
    {
        if (await users.Find(locked.UserId) is not { User.IsDisabled: false }) return Outcome.Refused;

        if (UnlockCode.Parse(typed) is not { } code
            || await codes.Find(locked.UserId) is not { } stored
            || KeyChain.Unwrap(stored.WrappedKey, code, locked.UserId) is not { } dataKey)
        {
            await users.Audit(locked.UserId, AuditStore.UnlockCodeRefused, network: place.Network);
            return Outcome.WrongCode;
        }

        await codes.Used(locked.UserId);
        return await Open(locked.UserId, dataKey, locked.Verified, place, "unlock code", response);
    }

    /// <summary>Starts a session and gives this browser its cookie. The data key is wiped.</summary>
    public async Task Start(string userId, byte[] dataKey, string credentialId, ClientPlace place, HttpResponse response)
    {
        var cookie = await sessions.Start(userId, dataKey, credentialId, place);
        cookies.Write(response, cookie.Value, cookie.ExpiresAt);
    }

    private async Task<Outcome> Open(
        string userId, byte[] dataKey, UserPasskeyInfo verified, ClientPlace place, string detail, HttpResponse response)
    {
        var credentialId = PasskeyId.Text(verified.CredentialId);
        var cookie = await sessions.Start(userId, dataKey, credentialId, place);
        if (!await passkeys.Used(verified, userId, AuditStore.SignedIn, place.Network, detail))
        {
            // Removed in this moment: its sessions are over, and this one with them.
            await sessions.EndOfPasskey(credentialId);
            return Outcome.Refused;
        }

        cookies.Write(response, cookie.Value, cookie.ExpiresAt);
        return Outcome.SignedIn;
    }

    /// <summary>The unlock key is wiped.</summary>
    private static byte[]? Unwrap(Passkey passkey, byte[]? unlockKey)
    {
        if (unlockKey is null) return null;

        var dataKey = passkey.WrappedKey is { } wrapped ? KeyChain.Unwrap(wrapped, unlockKey, passkey.UserId, passkey.CredentialId) : null;
        CryptographicOperations.ZeroMemory(unlockKey);
        return dataKey;
    }

    public enum Outcome
    {
        SignedIn,

        /// <summary>The passkey was right and gave no key that unlocks; the unlock code does.</summary>
        NeedsCode,

        WrongCode,
        NoUnlockKey,
        WrongUnlockKey,
        Refused,
    }
}
