namespace Posta.Protocol;

/// <summary>The names, the version and the limits of the wire format. All limits count bytes (wire.md §1).</summary>
public static class WireFormat
{
    /// <summary>The media type of envelopes and actor documents.</summary>
    public const string MediaType = "application/posta+json";

    /// <summary>The header that carries the signature of a request's body.</summary>
    public const string SignatureHeader = "Posta-Signature";

    /// <summary>The only version that is spoken.</summary>
    public const int Version = 1;

    /// <summary>The largest envelope or actor document.</summary>
    public const int MaxBytes = 65_536;

    /// <summary>The longest URL (W-05).</summary>
    public const int MaxUrlBytes = 2_048;

    /// <summary>The longest message id, key id and <c>inReplyTo</c> (W-14).</summary>
    public const int MaxIdBytes = 256;

    /// <summary>How deep a payload may be nested (W-12).</summary>
    public const int MaxPayloadDepth = 1_000;

    /// <summary>How far a timestamp may be off, inclusive (W-17).</summary>
    public static readonly TimeSpan TimestampTolerance = TimeSpan.FromMinutes(5);

    /// <summary>How long an actor document may be cached: so long does a removed key still work.</summary>
    public static readonly TimeSpan ActorDocumentLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Whether a Content-Type names <see cref="MediaType"/>; its parameters do not matter (W-10, W-15).</summary>
    public static bool IsMediaType(string? contentType)
    {
        var essence = contentType.AsSpan();
        var semicolon = essence.IndexOf(';');
        if (semicolon >= 0)
            essence = essence[..semicolon];
        return essence.Trim(" \t").Equals(MediaType, StringComparison.OrdinalIgnoreCase);
    }
}
