using ChatPosta.Accounts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Keys;

/// <summary>A user's data key under the unlock code. The code itself is on paper, and nowhere here.</summary>
internal sealed class UnlockCodeStore(AccountDatabase accounts, TimeProvider time)
{
    public async Task<StoredUnlockCode?> Find(string userId)
    {
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>(
            "SELECT wrapped_key, key_check, created_at, last_used_at FROM unlock_codes WHERE user_id = @userId", new { userId }));
        return row?.ToStored();
    }

    /// <summary>Makes the user's code, or replaces the one before: that one opens nothing any more.</summary>
    public Task Keep(string userId, WrappedKey wrapped, string network) => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        var had = db.Execute("DELETE FROM unlock_codes WHERE user_id = @userId", new { userId }) > 0;
        Put(db, userId, wrapped, now);
        AuditStore.Append(db, now, userId, had ? AuditStore.UnlockCodeReplaced : AuditStore.UnlockCodeMade, network: network);
    });

    /// <summary>False when it is all that opens the account, since every passkey is weak; or when there is none.</summary>
    public Task<bool> Remove(string userId, string network) => accounts.Db.Write(db =>
    {
        var removed = db.Execute(
            """
            DELETE FROM unlock_codes
            WHERE user_id = @userId AND EXISTS (SELECT 1 FROM passkeys WHERE user_id = @userId AND wrapped_key IS NOT NULL)
            """,
            new { userId }) > 0;
        if (removed) AuditStore.Append(db, time.GetUtcNow(), userId, AuditStore.UnlockCodeRemoved, network: network);
        return removed;
    });

    public Task Used(string userId) => accounts.Db.Write(db => db.Execute(
        "UPDATE unlock_codes SET last_used_at = @now WHERE user_id = @userId", new { userId, now = SqlTime.Text(time.GetUtcNow()) }));

    public static void Put(SqliteConnection db, string userId, WrappedKey wrapped, DateTimeOffset now) => db.Execute(
        "INSERT INTO unlock_codes (user_id, wrapped_key, key_check, created_at) VALUES (@userId, @Box, @KeyCheck, @now)",
        new { userId, wrapped.Box, wrapped.KeyCheck, now = SqlTime.Text(now) });

    private sealed record Row(byte[] Wrapped_Key, byte[] Key_Check, string Created_At, string? Last_Used_At)
    {
        public StoredUnlockCode ToStored() => new(new(Wrapped_Key, Key_Check), SqlTime.Read(Created_At), SqlTime.ReadOrNull(Last_Used_At));
    }
}

internal sealed record StoredUnlockCode(WrappedKey WrappedKey, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);
