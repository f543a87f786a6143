namespace Posta.Protocol.ClientApi;

/// <summary>One message, either way.</summary>
public sealed record Message
{
    /// <summary>Orders messages and grows by insertion.</summary>
    public long RowId { get; init; }

    /// <summary>The envelope's id: unique for its sender only.</summary>
    public string Id { get; init; } = "";

    public string Peer { get; init; } = "";

    /// <summary>One of <see cref="ClientApi.Direction"/>.</summary>
    public string Direction { get; init; } = "";

    public RawJson Payload { get; init; }
    public string InReplyTo { get; init; } = "";

    /// <summary>Inbound: the envelope's timestamp; outbound: when it was handed over, which never changes (C-17).</summary>
    public string SentAt { get; init; } = "";

    /// <summary>Empty for outbound messages.</summary>
    public string ReceivedAt { get; init; } = "";

    /// <summary>One of <see cref="MessageState"/>.</summary>
    public string State { get; init; } = "";

    public int Attempts { get; init; }

    /// <summary>Empty when no attempt is due.</summary>
    public string NextAttemptAt { get; init; } = "";

    public string LastErrorCode { get; init; } = "";

    /// <summary>Inbound: the key that was verified; outbound: the key of the last attempt.</summary>
    public string KeyId { get; init; } = "";
}

/// <summary>Which way a message went.</summary>
public static class Direction
{
    public const string Inbound = "inbound";
    public const string Outbound = "outbound";
}

/// <summary>Where a message stands.</summary>
public static class MessageState
{
    public const string Pending = "pending";
    public const string Sending = "sending";
    public const string Delivered = "delivered";
    public const string FailedPermanent = "failed-permanent";

    /// <summary>Given up after the last step of the schedule; the user may try again.</summary>
    public const string FailedPendingUser = "failed-pending-user";

    /// <summary>The one state of inbound messages.</summary>
    public const string Received = "received";
}
