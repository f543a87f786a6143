namespace Posta.Protocol.ClientApi;

/// <summary>One message, either way. An empty string means unset.</summary>
/// <param name="RowId">Orders messages and grows by insertion.</param>
/// <param name="Id">The envelope's id: unique for its sender only.</param>
/// <param name="Peer">The other side, in display form; either form is accepted.</param>
/// <param name="Direction">One of <see cref="ClientApi.Direction"/>.</param>
/// <param name="Payload">What was said, byte for byte.</param>
/// <param name="InReplyTo">The id of the message that this one answers.</param>
/// <param name="SentAt">Inbound: the envelope's timestamp; outbound: when it was handed over, which never changes (C-17).</param>
/// <param name="ReceivedAt">Empty for outbound messages.</param>
/// <param name="State">One of <see cref="MessageState"/>.</param>
/// <param name="Attempts">How often delivery was tried; 0 for inbound messages.</param>
/// <param name="NextAttemptAt">Empty when no attempt is due.</param>
/// <param name="LastErrorCode">Why the last attempt failed.</param>
/// <param name="KeyId">Inbound: the key that was verified; outbound: the key of the last attempt.</param>
public sealed record Message(
    long RowId = 0,
    string Id = "",
    string Peer = "",
    string Direction = "",
    RawJson Payload = default,
    string InReplyTo = "",
    string SentAt = "",
    string ReceivedAt = "",
    string State = "",
    int Attempts = 0,
    string NextAttemptAt = "",
    string LastErrorCode = "",
    string KeyId = "");

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
