using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Upstream;

namespace ChatPosta.SignUp;

/// <summary>
/// Seals the token under a new data key, the data key under passkey or unlock code, and opens the account in one transaction. A
/// draft that recovers an account goes on in <see cref="Recovery"/>.
/// </summary>
internal sealed class NewAccount(UserStore users, Recovery recovery, TimeProvider time)
{
    /// <summary>The account's data key, or null when the invite was taken or ran out meanwhile; then nothing was written.</summary>
    public async Task<byte[]?> Open(SignUpDraft draft, PairedServer server, EnrolmentStep.Confirmed confirmed, ClientPlace place)
    {
        if (confirmed.UnlockKey is null && draft.Code is null) return null;
        if (draft.Recovers is not null) return await recovery.Finish(draft, server, confirmed, place);

        var now = time.GetUtcNow();
        var user = new User(draft.UserId, draft.Invite.Name, server.Identity, server.Origin, IsLinked: true, now, now);
        var dataKey = KeyChain.NewDataKey();
        var link = ServerLink.Seal(server.Token, dataKey, user);
        var code = confirmed.UnlockKey is null ? KeyChain.Wrap(dataKey, draft.Code!, user.Id) : null;
        var passkey = Passkey.Seal(user.Id, confirmed, dataKey, Device.Words(place.Device));
        if (await users.Create(user, link, passkey, draft.Invite.Id, code, place.Network)) return dataKey;

        CryptographicOperations.ZeroMemory(dataKey);
        return null;
    }
}
