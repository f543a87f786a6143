using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Protocol;

namespace Posta.Server.Messages;

/// <summary>
/// Under this key and token the same body means the same message, for 24 hours.
/// Its methods run inside the transaction that inserts the message.
/// </summary>
internal sealed record IdempotencyKey(long TokenId, string Key, byte[] BodyHash)
{
    private const int MaxLength = 255;

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    public static IdempotencyKey For(long tokenId, string key, byte[] body) => new(tokenId, key, SHA256.HashData(body));

    /// <summary>C-08: 1–255 bytes of visible ASCII.</summary>
    public static bool IsValid(string key) => key.Length is > 0 and <= MaxLength && key.All(c => c is > ' ' and < '\x7f');

    /// <summary>What was done under this key; null when nothing yet.</summary>
    public SendOutcome? Earlier(SqliteConnection connection, DateTimeOffset now)
    {
        var earlier = connection.QuerySingleOrDefault<EarlierRow>(
            """
            SELECT k.body_hash AS BodyHash, m.row_id AS RowId, m.id AS Id, m.state AS State
            FROM idempotency_keys k JOIN messages m USING (row_id)
            WHERE k.token_id = @TokenId AND k.key = @Key AND k.created_at > @oldest
            """,
            new { TokenId, Key, oldest = PostaTime.Format(now - Kept) });
        if (earlier is null)
            return null;
        if (!earlier.BodyHash.AsSpan().SequenceEqual(BodyHash))
            return new SendOutcome.Mismatch();

        return new SendOutcome.Repeated(new(earlier.RowId, earlier.Id, earlier.State));
    }

    public void Remember(SqliteConnection connection, long rowId, DateTimeOffset now)
    {
        connection.Execute(
            "DELETE FROM idempotency_keys WHERE created_at <= @oldest", new { oldest = PostaTime.Format(now - Kept) });
        connection.Execute(
            """
            INSERT INTO idempotency_keys (token_id, key, body_hash, row_id, created_at)
            VALUES (@TokenId, @Key, @BodyHash, @rowId, @createdAt)
            """,
            new { TokenId, Key, BodyHash, rowId, createdAt = PostaTime.Format(now) });
    }

    private sealed record EarlierRow
    {
        public byte[] BodyHash { get; init; } = [];

        public long RowId { get; init; }

        public string Id { get; init; } = "";

        public string State { get; init; } = "";
    }
}
