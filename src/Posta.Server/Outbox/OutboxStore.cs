using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Messages;

namespace Posta.Server.Outbox;

/// <summary>The messages of one identity that still have to go out.</summary>
internal sealed class OutboxStore(Database database)
{
    /// <summary>After a crash nobody knows whether the peer got it: send it again under the same id (W-26).</summary>
    public Task Recover(CancellationToken ct) => database.Write(
        connection => connection.Execute(
            "UPDATE messages SET state = 'pending', next_attempt_at = '' WHERE state = 'sending'"),
        ct);

    /// <summary>
    /// The oldest undelivered message of every peer; later ones wait for it (W-20). Asked of the writer, which is there
    /// anyway: the loop looks here for every identity, and a reader for each would be a third of what an idle one weighs.
    /// </summary>
    public Task<MessageRow[]> Heads(CancellationToken ct) => database.Write(
        connection => connection.Query<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM messages m
            JOIN (SELECT MIN(row_id) AS head FROM messages WHERE state IN ('pending', 'sending') GROUP BY peer)
              ON m.row_id = head
            """).ToArray(),
        ct);

    public Task MarkSending(long rowId, string keyId, Wrapping wrapping, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE messages
            SET state = 'sending', attempts = attempts + 1, next_attempt_at = '', key_id = @keyId,
                envelope_before = @Before, envelope_after = @After, signature = @Signature
            WHERE row_id = @rowId
            """,
            new { rowId, keyId, wrapping.Before, wrapping.After, wrapping.Signature }),
        ct);

    /// <param name="rowId">The message.</param>
    /// <param name="next">Where it stands now.</param>
    /// <param name="status">The HTTP status of the answer; 0 when none came, and what is known of an earlier one stays.</param>
    /// <param name="now">When the answer came.</param>
    /// <param name="ct">Ends the wait for the database.</param>
    public Task Settle(long rowId, NextStep next, int status, DateTimeOffset now, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE messages
            SET state = @State, last_error_code = @ErrorCode, next_attempt_at = @nextAttemptAt,
                retry_step = @RetryStep, restamped = @Restamped,
                answered_at = CASE WHEN @status = 0 THEN answered_at ELSE @now END,
                answer_status = CASE WHEN @status = 0 THEN answer_status ELSE @status END
            WHERE row_id = @rowId
            """,
            new
            {
                rowId,
                next.State,
                next.ErrorCode,
                nextAttemptAt = next.At is { } at ? PostaTime.Format(at) : "",
                next.RetryStep,
                next.Restamped,
                status,
                now = PostaTime.Format(now),
            }),
        ct);

    /// <summary>Gives a failed message a fresh schedule at its old place (C-30, W-20); false when it has not failed.</summary>
    public Task<bool> Retry(long rowId, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE messages SET state = 'pending', next_attempt_at = '', retry_step = 0
            WHERE row_id = @rowId AND state IN ('failed-permanent', 'failed-pending-user')
            """,
            new { rowId }) > 0,
        ct);

    /// <summary>How the messages stand, for operators.</summary>
    public Task<OutboxCounts> Count(CancellationToken ct) => database.Read(Count, ct);

    public static OutboxCounts Count(SqliteConnection connection) => connection.QuerySingle<OutboxCounts>(
        """
        SELECT COUNT(*) AS Messages,
               COALESCE(SUM(state IN ('pending', 'sending')), 0) AS Waiting,
               COALESCE(SUM(state IN ('failed-permanent', 'failed-pending-user')), 0) AS Failed,
               COALESCE(MIN(CASE WHEN state IN ('pending', 'sending') THEN sent_at END), '') AS OldestWaiting
        FROM messages
        """);
}
