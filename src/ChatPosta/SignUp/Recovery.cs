using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Live;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Upstream;

namespace ChatPosta.SignUp;

/// <summary>
/// Gives an account whose passkeys are lost a new one (security.md §2.3). The admin's link alone is not enough: whoever
/// uses it also opens the account's identity with a fresh pairing link, or types the unlock code.
/// </summary>
internal sealed class Recovery(UserStore users, RecoveryStore accounts, SessionStore sessions, LiveHub live)
{
    /// <summary>The account that the invite recovers, or null for an invite that opens a new one.</summary>
    public async Task<LostAccount?> Find(Invite invite) =>
        invite.Recovers is { } userId && await users.Find(userId) is { } account ? new(account.User, await accounts.FindCode(userId) is not null) : null;

    /// <summary>The server as it is linked, if the code opens the account; null if not.</summary>
    public async Task<PairedServer?> Linked(string userId, UnlockCode code)
    {
        if (await DataKey(userId, code) is not { } dataKey) return null;

        var account = await users.Find(userId);
        var token = account?.Link.Open(dataKey, account.User);
        CryptographicOperations.ZeroMemory(dataKey);
        return account is null ? null : new(account.User.Identity, account.User.Name, "", "", account.User.ServerOrigin, token!);
    }

    /// <summary>The account's data key, or null when the invite was taken or the account closed meanwhile; then nothing was written.</summary>
    public async Task<byte[]?> Finish(SignUpDraft draft, PairedServer server, EnrolmentStep.Confirmed confirmed, ClientPlace place)
    {
        var user = draft.Recovers!.User;
        var dataKey = draft.TypedCode is { } code ? await DataKey(user.Id, code) : KeyChain.NewDataKey();
        if (dataKey is null) return null;

        var newCode = confirmed.UnlockKey is null ? KeyChain.Wrap(dataKey, draft.Code!, user.Id) : null;
        var passkey = Passkey.Seal(user.Id, confirmed, dataKey, Device.Words(place.Device));
        var link = draft.TypedCode is null ? ServerLink.Seal(server.Token, dataKey, user) : null;
        if (!await accounts.Recover(passkey, link, newCode, draft.Invite.Id, place.Network))
        {
            CryptographicOperations.ZeroMemory(dataKey);
            return null;
        }

        foreach (var id in await sessions.EndOfUser(user.Id)) live.EndSession(id);
        live.EndUser(user.Id);
        return dataKey;
    }

    private async Task<byte[]?> DataKey(string userId, UnlockCode code) =>
        await accounts.FindCode(userId) is { } wrapped ? KeyChain.Unwrap(wrapped, code, userId) : null;
}
