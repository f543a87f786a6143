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

    public Task<Message?> Find(long rowId, CancellationToken ct) => database.Read(
        connection => connection.QuerySingleOrDefault<MessageRow>(
            $"SELECT {MessageRow.Columns} FROM messages m WHERE m.row_id = @rowId", new { rowId })?.ToMessage(),
        ct);
}
