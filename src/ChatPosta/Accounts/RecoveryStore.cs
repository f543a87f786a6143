using ChatPosta.Keys;
using ChatPosta.Passkeys;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

internal sealed class RecoveryStore(AccountDatabase accounts, TimeProvider time)
{
    /// <summary>The data key as the user's unlock code opens it, or null when there is no code.</summary>
    public async Task<WrappedKey?> FindCode(string userId)
    {
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>("SELECT wrapped_key, key_check FROM unlock_codes WHERE user_id = @userId", new { userId }));
        return row is null ? null : new(row.Wrapped_Key, row.Key_Check);
    }

    /// <summary>
    /// In one transaction: the passkey takes the place of all others, and the invite is used. False, and nothing is written,
    /// when the invite or the passkey was taken meanwhile, or the account was closed.
    /// </summary>
    /// <param name="link">Sealed under a new data key, which opens neither the old unlock code nor what was written before; null when the data key stays.</param>
    /// <param name="code">A new unlock code for a weak passkey, which opens nothing without one; null otherwise.</param>
    public Task<bool> Recover(Passkey passkey, ServerLink? link, WrappedKey? code, string inviteId, string network) => accounts.Db.Write(db =>
    {
        var (now, userId) = (time.GetUtcNow(), passkey.UserId);
        if (PasskeyStore.Exists(db, passkey.CredentialId) || !IsOpen(db, userId) || !InviteStore.Take(db, inviteId, userId, now, recovers: userId)) return false;

        var lost = db.Execute("DELETE FROM passkeys WHERE user_id = @userId", new { userId });
        if (link is not null || code is not null) db.Execute("DELETE FROM unlock_codes WHERE user_id = @userId", new { userId });
        if (link is not null) ServerLinkStore.Replace(db, userId, link, now);
        if (link is not null) db.Execute("DELETE FROM drafts WHERE user_id = @userId; DELETE FROM sends WHERE user_id = @userId", new { userId });

        PasskeyStore.Insert(db, passkey, now);
        if (code is not null) UnlockCodeStore.Put(db, userId, code, now);
        // A second link that the admin made for the same loss must not open the account once more.
        db.Execute("DELETE FROM invites WHERE recovers = @userId AND used_at IS NULL", new { userId });
        AuditStore.Append(db, now, userId, AuditStore.Recovered, $"invite {inviteId}, {lost} passkeys replaced, {(link is null ? "by unlock code" : "by pairing link")}", network);
        return true;
    });

    private static bool IsOpen(SqliteConnection db, string userId) =>
        db.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM users WHERE id = @userId AND disabled_at IS NULL)", new { userId });

    private sealed record Row(byte[] Wrapped_Key, byte[] Key_Check);
}
