using System.Buffers;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Contacts;

/// <summary>The contacts of one identity. Whether something changed is settled in the statement that changes it.</summary>
internal sealed class ContactStore(Database database)
{
    // The names and the order are those of Contact and Message, the addresses in display form.
    private const string ListSql =
        $"""
        SELECT substr(c.url, 9) AS url, c.name AS name, c.avatar AS avatar, c.kind AS kind, c.status AS status,
               c.pinned AS pinned, c.muted AS muted, c.last_message_at AS lastMessageAt,
               c.last_read_row_id AS lastReadRowId, c.unread_count AS unreadCount,
               m.row_id AS rowId, m.id AS id, substr(m.peer, 9) AS peer, m.direction AS direction, m.payload AS payload,
               m.in_reply_to AS inReplyTo, m.sent_at AS sentAt, m.received_at AS receivedAt, m.state AS state,
               m.attempts AS attempts, m.next_attempt_at AS nextAttemptAt, m.last_error_code AS lastErrorCode,
               m.key_id AS keyId, c.last_row_id AS {ContactListJson.LastRow}
        {ContactRow.From} AND (@status IS NULL OR c.status = @status)
        ORDER BY c.url
        """;

    /// <summary>
    /// Newest conversation first, by the times that it shows, which a clock set back does not change; without messages last, by
    /// address (C-28). As JSON.
    /// </summary>
    public Task<ReadOnlySequence<byte>> List(string? status, CancellationToken ct) => database.Read(
        connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = ListSql;
            command.Parameters.AddWithValue("@status", (object?)status ?? DBNull.Value);
            using var rows = command.ExecuteReader();
            return ContactListJson.Write(rows);
        },
        ct);

    public Task<Contact?> Find(PostaUrl url, CancellationToken ct) => database.Read(
        connection => Query(connection, "AND c.url = @url", new { url = url.Canonical }).SingleOrDefault(), ct);

    /// <summary>Makes the peer a contact; says whether it was none before.</summary>
    public Task<bool> Add(PostaUrl url, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            INSERT INTO contacts (url, status) VALUES (@url, 'contact')
            ON CONFLICT (url) DO UPDATE SET status = 'contact' WHERE status <> 'contact'
            """,
            new { url = url.Canonical }) > 0,
        ct);

    /// <summary>Hides the contact; its messages and read mark stay.</summary>
    public Task<bool> Remove(PostaUrl url, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            "UPDATE contacts SET status = 'removed', pinned = 0, muted = 0 WHERE url = @url AND status <> 'removed'",
            new { url = url.Canonical }) > 0,
        ct);

    /// <summary>Sets what is not null; says whether anything became different.</summary>
    public Task<bool> Change(PostaUrl url, ContactChange change, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE contacts
            SET pinned = COALESCE(@Pinned, pinned), muted = COALESCE(@Muted, muted), status = COALESCE(@Status, status)
            WHERE url = @url AND status <> 'removed'
              AND (pinned <> COALESCE(@Pinned, pinned) OR muted <> COALESCE(@Muted, muted) OR status <> COALESCE(@Status, status))
            """,
            new { url = url.Canonical, change.Pinned, change.Muted, change.Status }) > 0,
        ct);

    /// <summary>Takes over what a peer's actor document says; says whether it is news.</summary>
    public Task<bool> Describe(ActorDocument document, CancellationToken ct) => database.Write(
        connection => connection.Execute(
            """
            UPDATE contacts SET name = @Name, avatar = @Avatar, kind = @Kind
            WHERE url = @url AND (name <> @Name OR avatar <> @Avatar OR kind <> @Kind)
            """,
            new { url = document.Url.Canonical, document.Name, document.Avatar, document.Kind }) > 0,
        ct);

    /// <summary>
    /// Moves the read mark forward, at most to the peer's newest row (C-11); null when it stays where it is.
    /// </summary>
    public Task<long?> MarkRead(PostaUrl peer, long rowId, CancellationToken ct) => database.Write(
        connection => connection.QuerySingleOrDefault<long?>(
            """
            UPDATE contacts SET last_read_row_id = newest.mark
            FROM (SELECT MIN(@rowId, COALESCE(MAX(row_id), 0)) AS mark FROM messages WHERE peer = @peer) AS newest
            WHERE url = @peer AND status <> 'removed' AND last_read_row_id < newest.mark
            RETURNING last_read_row_id
            """,
            new { peer = peer.Canonical, rowId }),
        ct);

    private static IEnumerable<Contact> Query(SqliteConnection connection, string rest, object parameters) =>
        connection.Query<ContactRow, Messages.MessageRow?, Contact>(
            $"{ContactRow.Select} {rest}", (row, newest) => row.ToContact(newest), parameters, splitOn: ContactRow.SplitOn);
}
