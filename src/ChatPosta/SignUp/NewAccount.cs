using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Microsoft.AspNetCore.Identity;

namespace ChatPosta.SignUp;

/// <summary>Seals the token under a new data key, the data key under the passkey, and opens the account in one transaction. A draft that recovers an account goes on in <see cref="Recovery"/>.</summary>
internal sealed class NewAccount(UserStore users, Recovery recovery, TimeProvider time)
{
    /// <summary>The account's data key, or null when the invite was taken or ran out meanwhile; then nothing was written.</summary>
    public async Task<byte[]?> Open(
        SignUpDraft draft, PairedServer server, UserPasskeyInfo confirmed, byte[] unlockKey, ClientPlace place)
    {
        if (draft.Recovers is not null) return await recovery.Finish(draft, server, confirmed, unlockKey, place);

        var now = time.GetUtcNow();
        var user = new User(draft.UserId, draft.Invite.Name, server.Identity, server.Origin, IsLinked: true, now, now);
        var dataKey = KeyChain.NewDataKey();
        var wrapped = KeyChain.Wrap(dataKey, unlockKey, user.Id, PasskeyId.Text(confirmed.CredentialId));
        CryptographicOperations.ZeroMemory(unlockKey);
        var link = ServerLink.Seal(server.Token, dataKey, user);
        return await users.Create(user, link, new Passkey(user.Id, confirmed, wrapped), draft.Invite.Id) ? dataKey : null;
    }
}
