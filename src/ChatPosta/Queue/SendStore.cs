using ChatPosta.Accounts;
using Dapper;

namespace ChatPosta.Queue;

/// <summary>The ledger of messages on their way: each key once for a user, in the order in which they were asked for.</summary>
internal sealed class SendStore(AccountDatabase accounts, TimeProvider time)
{
    public const int MostWaiting = 100;

    /// <summary>A page that was open for so long may be sent again.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private const string Columns = "id AS Id, key AS Key, digest AS Digest, sealed_message AS Box, state AS State, problem AS Problem, asked_at AS AskedAt";

    /// <summary>
    /// What stands under the key, now or already; null when too many wait. A new one is unsure from the first moment: whatever
    /// happens next, nobody can tell whether it was sent.
    /// </summary>
    public Task<SendRow?> Begin(string userId, string key, string digest, byte[] box) => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        db.Execute("DELETE FROM sends WHERE state = 'taken' AND asked_at < @before", new { before = SqlTime.Text(now - Remembered) });
        var begun = db.QuerySingleOrDefault<SendRow>(
            $"""
            INSERT INTO sends (user_id, key, digest, sealed_message, state, asked_at)
            SELECT @userId, @key, @digest, @box, 'unsure', @now
            WHERE (SELECT COUNT(*) FROM sends WHERE user_id = @userId AND state <> 'taken') < {MostWaiting}
            ON CONFLICT (user_id, key) DO NOTHING
            RETURNING {Columns}
            """,
            new { userId, key, digest, box, now = SqlTime.Text(now) });
        return begun is null
            ? db.QuerySingleOrDefault<SendRow>($"SELECT {Columns} FROM sends WHERE user_id = @userId AND key = @key", new { userId, key })
            : begun with { IsNew = true };
    });

    /// <summary>Those that the server has not taken, oldest first.</summary>
    public Task<IReadOnlyList<SendRow>> UnderWay(string userId) => accounts.Db.Read<IReadOnlyList<SendRow>>(db =>
        [.. db.Query<SendRow>($"SELECT {Columns} FROM sends WHERE user_id = @userId AND state <> 'taken' ORDER BY id", new { userId })]);

    public Task MarkTaken(string userId, long id) => accounts.Db.Write(db => db.Execute(
        "UPDATE sends SET state = 'taken', sealed_message = NULL, problem = '' WHERE user_id = @userId AND id = @id", new { userId, id }));

    public Task Mark(string userId, long id, SendState state, string problem = "") => accounts.Db.Write(db => db.Execute(
        "UPDATE sends SET state = @state, problem = @problem WHERE user_id = @userId AND id = @id AND state <> 'taken'",
        new { userId, id, state = Word(state), problem }));

    /// <summary>Other words under another key. False when the server may have the old ones by now.</summary>
    public Task<bool> Replace(string userId, long id, string key, string digest, byte[] box) => accounts.Db.Write(db => db.Execute(
        """
        UPDATE sends SET key = @key, digest = @digest, sealed_message = @box, state = 'waiting', problem = ''
        WHERE user_id = @userId AND id = @id AND state IN ('waiting', 'refused')
        """,
        new { userId, id, key, digest, box }) > 0);

    /// <summary>Forgets a message that is not to be sent any more; one that was taken stays in the ledger.</summary>
    public Task<bool> Remove(string userId, long id) => accounts.Db.Write(db => db.Execute(
        "DELETE FROM sends WHERE user_id = @userId AND id = @id AND state <> 'taken'", new { userId, id }) > 0);

    private static string Word(SendState state) => state.ToString().ToLowerInvariant();
}

/// <param name="Box">Null once the server has taken it.</param>
internal sealed record SendRow(long Id, string Key, string Digest, byte[]? Box, string State, string Problem, string AskedAt)
{
    /// <summary>It has just come, and nothing was tried yet.</summary>
    public bool IsNew { get; init; }
}
