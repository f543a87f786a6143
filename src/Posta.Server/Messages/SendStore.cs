using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Messages;

/// <summary>Takes messages of the user for delivery.</summary>
internal sealed class SendStore(Database database, TimeProvider time)
{
    public Task<SendOutcome?> Earlier(IdempotencyKey key, CancellationToken ct) =>
        database.Read(connection => key.Earlier(connection, time.GetUtcNow()), ct);

    /// <summary>Looks the key up and inserts in one transaction, so that of two equal requests one wins.</summary>
    public Task<SendOutcome> Send(Draft draft, IdempotencyKey? key, CancellationToken ct) => database.Write(
        connection =>
        {
            var now = time.GetUtcNow();
            if (key?.Earlier(connection, now) is { } earlier)
                return earlier;

            var rowId = Insert(connection, draft, now);
            key?.Remember(connection, rowId, now);
            return new SendOutcome.Accepted(
                new SendReceipt(rowId, draft.Id, MessageState.Pending), Befriend(connection, draft.Peer, now));
        },
        ct);

    private static long Insert(SqliteConnection connection, Draft draft, DateTimeOffset now) => connection.QuerySingle<long>(
        """
        INSERT INTO messages (id, peer, direction, payload, in_reply_to, sent_at, state)
        VALUES (@Id, @peer, 'outbound', @payload, @InReplyTo, @sentAt, 'pending')
        RETURNING row_id
        """,
        new
        {
            draft.Id,
            peer = draft.Peer.Canonical,
            payload = draft.Payload.Utf8.ToArray(),
            draft.InReplyTo,
            sentAt = PostaTime.Format(now),
        });

    // Writing to somebody makes them a contact, unless the user blocked them (C-05).
    private static bool Befriend(SqliteConnection connection, PostaUrl peer, DateTimeOffset now)
    {
        var changed = connection.Execute(
            """
            INSERT INTO contacts (url, status) VALUES (@peer, 'contact')
            ON CONFLICT (url) DO UPDATE SET status = 'contact' WHERE status IN ('request', 'removed')
            """,
            new { peer = peer.Canonical }) > 0;
        connection.Execute(
            "UPDATE contacts SET last_message_at = MAX(last_message_at, @now) WHERE url = @peer",
            new { peer = peer.Canonical, now = PostaTime.Format(now) });
        return changed;
    }
}
