using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Messages;

namespace Posta.Server.Inbox;

/// <summary>Takes verified envelopes: ACL, duplicate, store (wire.md §5, steps 6 to 8) in one transaction.</summary>
internal sealed class ReceivedStore(Database database, Acl acl)
{
    /// <summary>
    /// So many strangers wait for the user at most: every client reads the list of contacts in one piece, and strangers cost
    /// nothing but a name.
    /// </summary>
    internal const int MaxRequests = 500;

    public Task<Acceptance> Accept(Envelope envelope, Wrapping wrapping, ActorDocument sender, DateTimeOffset now, CancellationToken ct) =>
        database.Write<Acceptance>(
            connection =>
            {
                var contact = Find(connection, sender.Url);
                if (!Admits(contact?.Status))
                    return new Acceptance.Forbidden();

                var updated = Acquaintance.From(sender, contact?.Status);
                if (updated.Status != contact?.Status && IsFull(connection))
                    return IsStored(connection, envelope) ? new Acceptance.Duplicate() : new Acceptance.Crowded();

                var message = Row(envelope, now);
                if (Insert(connection, message, wrapping) is not { } rowId)
                    return new Acceptance.Duplicate();

                Save(connection, sender.Url, updated, now);
                return new Acceptance.Stored(message with { RowId = rowId }, updated != contact);
            },
            ct);

    // C-05, C-27: only a contact that the user made passes `contacts`.
    private bool Admits(string? status) => status is not ContactStatus.Blocked && acl switch
    {
        Acl.Open => true,
        Acl.Contacts => status is ContactStatus.Contact,
        _ => false,
    };

    // Asked for a new request only, and counting no further than the bound: known senders pay nothing for it.
    private static bool IsFull(SqliteConnection connection) => connection.ExecuteScalar<int>(
        "SELECT COUNT(*) FROM (SELECT 1 FROM contacts WHERE status = 'request' LIMIT @most)", new { most = MaxRequests }) >= MaxRequests;

    // Somebody who was removed may ask again after a message that we have: it has arrived, whatever the shelf holds by now.
    private static bool IsStored(SqliteConnection connection, Envelope envelope) => connection.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM messages WHERE peer = @Sender AND id = @Id AND direction = 'inbound')", new { envelope.Sender, envelope.Id });

    private static Acquaintance? Find(SqliteConnection connection, PostaUrl sender) =>
        connection.QuerySingleOrDefault<Acquaintance>(
            "SELECT status AS Status, name AS Name, avatar AS Avatar, kind AS Kind FROM contacts WHERE url = @url",
            new { url = sender.Canonical });

    private static long? Insert(SqliteConnection connection, MessageRow message, Wrapping wrapping) => connection.QuerySingleOrDefault<long?>(
        """
        INSERT INTO messages (id, peer, direction, payload, in_reply_to, sent_at, received_at, state, key_id, envelope_before, envelope_after, signature)
        VALUES (@Id, @Peer, @Direction, @Payload, @InReplyTo, @SentAt, @ReceivedAt, @State, @KeyId, @Before, @After, @Signature)
        ON CONFLICT (peer, id) WHERE direction = 'inbound' DO NOTHING
        RETURNING row_id
        """,
        new
        {
            message.Id,
            message.Peer,
            message.Direction,
            message.Payload,
            message.InReplyTo,
            message.SentAt,
            message.ReceivedAt,
            message.State,
            message.KeyId,
            wrapping.Before,
            wrapping.After,
            wrapping.Signature,
        });

    private static void Save(SqliteConnection connection, PostaUrl url, Acquaintance contact, DateTimeOffset now) =>
        connection.Execute(
            """
            INSERT INTO contacts (url, name, avatar, kind, status, last_message_at)
            VALUES (@url, @Name, @Avatar, @Kind, @Status, @now)
            ON CONFLICT (url) DO UPDATE SET
                name = excluded.name, avatar = excluded.avatar, kind = excluded.kind, status = excluded.status,
                last_message_at = MAX(last_message_at, excluded.last_message_at)
            """,
            new { url = url.Canonical, contact.Name, contact.Avatar, contact.Kind, contact.Status, now = PostaTime.Format(now) });

    private static MessageRow Row(Envelope envelope, DateTimeOffset now) => new()
    {
        Id = envelope.Id,
        Peer = envelope.Sender,
        Direction = Direction.Inbound,
        Payload = envelope.Payload.Utf8.ToArray(),
        InReplyTo = envelope.InReplyTo,
        SentAt = PostaTime.Format(envelope.Timestamp),
        ReceivedAt = PostaTime.Format(now),
        State = MessageState.Received,
        KeyId = envelope.KeyId,
    };

    /// <summary>What a contact says about itself, and how the user stands to it.</summary>
    private sealed record Acquaintance
    {
        public string Status { get; init; } = "";

        public string Name { get; init; } = "";

        public string Avatar { get; init; } = "";

        public string Kind { get; init; } = "";

        /// <summary>A stranger, or one whom the user removed, arrives as a request (C-05).</summary>
        public static Acquaintance From(ActorDocument document, string? status) => new()
        {
            Status = status is null or "removed" ? ContactStatus.Request : status,
            Name = document.Name,
            Avatar = document.Avatar,
            Kind = document.Kind,
        };
    }
}
