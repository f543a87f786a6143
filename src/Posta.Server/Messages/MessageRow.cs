using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Messages;

/// <summary>A row of messages as SQLite hands it over.</summary>
internal sealed record MessageRow
{
    /// <summary>The columns under the names of the properties, from a table called m.</summary>
    public const string Columns =
        """
        m.row_id AS RowId, m.id AS Id, m.peer AS Peer, m.direction AS Direction, m.payload AS Payload,
        m.in_reply_to AS InReplyTo, m.sent_at AS SentAt, m.received_at AS ReceivedAt, m.state AS State,
        m.attempts AS Attempts, m.next_attempt_at AS NextAttemptAt, m.last_error_code AS LastErrorCode,
        m.key_id AS KeyId, m.retry_step AS RetryStep, m.restamped AS Restamped
        """;

    public long RowId { get; init; }

    public string Id { get; init; } = "";

    public string Peer { get; init; } = "";

    public string Direction { get; init; } = "";

    public byte[] Payload { get; init; } = [];

    public string InReplyTo { get; init; } = "";

    public string SentAt { get; init; } = "";

    public string ReceivedAt { get; init; } = "";

    public string State { get; init; } = "";

    public int Attempts { get; init; }

    public string NextAttemptAt { get; init; } = "";

    public string LastErrorCode { get; init; } = "";

    public string KeyId { get; init; } = "";

    public int RetryStep { get; init; }

    public bool Restamped { get; init; }

    public Message ToMessage() => new()
    {
        RowId = RowId,
        Id = Id,
        Peer = PostaUrl.Parse(Peer).Display,
        Direction = Direction,
        Payload = RawJson.Verbatim(Payload),
        InReplyTo = InReplyTo,
        SentAt = SentAt,
        ReceivedAt = ReceivedAt,
        State = State,
        Attempts = Attempts,
        NextAttemptAt = NextAttemptAt,
        LastErrorCode = LastErrorCode,
        KeyId = KeyId,
    };
}
