using Dapper;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Messages;

/// <summary>Reads the messages of one identity.</summary>
internal sealed class MessageStore(Database database)
{
    /// <summary>
    /// Rows strictly between the cursors (C-06). With <paramref name="after"/> the oldest come first, else the newest.
    /// </summary>
    public Task<Message[]> Page(PostaUrl peer, long? before, long? after, int limit, CancellationToken ct) => database.Read(
        connection => connection.Query<MessageRow>(
            $"""
            SELECT {MessageRow.Columns} FROM messages m
            WHERE m.peer = @peer AND m.row_id > @after AND m.row_id < @before
            ORDER BY m.row_id {(after is null ? "DESC" : "ASC")} LIMIT @limit
            """,
            new { peer = peer.Canonical, before = before ?? long.MaxValue, after = after ?? 0, limit })
            .Select(row => row.ToMessage()).ToArray(),
        ct);

    /// <summary>All that is known of one message; null when there is none of that number.</summary>
    public Task<MessageDetails?> Details(long rowId, CancellationToken ct) => database.Read(
        connection => connection.Query<MessageRow, Trail, MessageDetails>(
            $"""
            SELECT {MessageRow.Columns}, m.answered_at AS AnsweredAt, m.answer_status AS AnswerStatus,
                   m.envelope_before AS Before, m.envelope_after AS After, m.signature AS Signature
            FROM messages m WHERE m.row_id = @rowId
            """,
            (row, trail) => trail.Of(row),
            new { rowId },
            splitOn: nameof(Trail.AnsweredAt)).SingleOrDefault(),
        ct);

    public Task<Message?> Find(long rowId, CancellationToken ct) => database.Read(
        connection => connection.QuerySingleOrDefault<MessageRow>(
            $"SELECT {MessageRow.Columns} FROM messages m WHERE m.row_id = @rowId", new { rowId })?.ToMessage(),
        ct);

    /// <summary>What only somebody who asks about one message is told.</summary>
    private sealed record Trail
    {
        public string AnsweredAt { get; init; } = "";

        public int AnswerStatus { get; init; }

        public byte[]? Before { get; init; }

        public byte[]? After { get; init; }

        public byte[]? Signature { get; init; }

        public MessageDetails Of(MessageRow row) => new(
            row.ToMessage(),
            AnsweredAt,
            AnswerStatus,
            Before is null || After is null ? "" : Convert.ToBase64String([.. Before, .. row.Payload, .. After]),
            Signature is null ? "" : Convert.ToBase64String(Signature));
    }
}
