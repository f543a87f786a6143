namespace Posta.Protocol.ClientApi;

/// <summary>The events of <c>GET /api/v1/events</c>.</summary>
public static class EventName
{
    /// <summary>First of all.</summary>
    public const string Connected = "connected";

    /// <summary>What was missed has been replayed; from here on the stream is live.</summary>
    public const string Ready = "ready";

    /// <summary>What was missed cannot be told: fetch everything anew.</summary>
    public const string Resync = "resync";

    public const string Inbound = "inbound";
    public const string OutboundState = "outbound-state";
    public const string ContactChanged = "contact-changed";
    public const string ContactRemoved = "contact-removed";
    public const string ReadWatermarkChanged = "read-watermark-changed";
    public const string IdentityChanged = "identity-changed";
}
