using Posta.Protocol.Keys;

namespace Posta.Protocol;

/// <summary>
/// The receiver's checks 1 to 5 of wire.md §5 in their order; the first that fails gives the answer. Between
/// <see cref="Open"/> and <see cref="Verify"/> the server fetches the sender's keys: nothing before that costs network
/// or cryptography.
/// </summary>
public static class EnvelopeChecks
{
    private const int BadRequest = 400;
    private const int Unauthorized = 401;
    private const int TooLarge = 413;
    private const int UnsupportedMediaType = 415;
    private const int Misdirected = 421;
    private const int BadGateway = 502;

    /// <summary>No key document: the sender tries again (wire.md §5 step 4).</summary>
    public static Refusal ActorDocUnavailable { get; } =
        new(BadGateway, ErrorCode.ActorDocUnavailable, "The sender's actor document cannot be had now.");

    /// <summary>A body over the limit, as soon as that is known, from Content-Length alone too (W-09).</summary>
    public static Refusal EnvelopeTooLarge { get; } =
        new(TooLarge, ErrorCode.EnvelopeTooLarge, $"An envelope has at most {WireFormat.MaxBytes} bytes.");

    /// <summary>Everything up to the sender's key. Gives the envelope or the refusal.</summary>
    public static Refusal? Open(EnvelopeRequest request, PostaUrl self, DateTimeOffset now, out UnverifiedEnvelope? opened)
    {
        opened = null;
        if (Headers(request, out var signature) is { } refusal)
            return refusal;
        if (Read(request.Body, self, out var envelope) is { } unreadable)
            return unreadable;
        if (!IsFresh(envelope!.Timestamp, now))
            return new(BadRequest, ErrorCode.StaleTimestamp, "The timestamp is more than 5 minutes off.");
        return FromSender(envelope, request.Body, signature, out opened);
    }

    /// <summary>
    /// The same for an envelope that somebody kept or passed on, such as the one inside a room's broadcast: there are no
    /// headers, and its age does not matter (wire.md §7).
    /// </summary>
    public static Refusal? OpenKept(
        ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature, PostaUrl recipient, out UnverifiedEnvelope? opened)
    {
        opened = null;
        if (signature.Length != Ed25519.SignatureSize)
            return new(BadRequest, ErrorCode.MalformedEnvelope, $"There is no signature of {Ed25519.SignatureSize} bytes.");
        if (Read(body, recipient, out var envelope) is { } unreadable)
            return unreadable;
        return FromSender(envelope!, body, signature, out opened);
    }

    /// <summary>The key and the signature.</summary>
    /// <param name="opened">The envelope.</param>
    /// <param name="key">The key of that id in a fresh enough actor document, or null if that has none.</param>
    public static Refusal? Verify(UnverifiedEnvelope opened, ActorKey? key)
    {
        if (key is null)
            return new(Unauthorized, ErrorCode.UnknownKey, "The sender's actor document does not have this key.");
        return opened.IsSignedBy(key) ? null : BadSignature("The signature does not fit the body.");
    }

    /// <summary>Whether a timestamp is near enough, the limit included (W-17).</summary>
    public static bool IsFresh(DateTimeOffset timestamp, DateTimeOffset now) =>
        (now - timestamp).Duration() <= WireFormat.TimestampTolerance;

    private static Refusal? Read(ReadOnlyMemory<byte> body, PostaUrl self, out Envelope? envelope)
    {
        var reading = Envelope.Read(body);
        envelope = reading.Envelope;
        if (!reading.IsEnvelope)
            return reading.Refusal;
        return reading.Envelope.Recipient == self.Canonical
            ? null
            : new(Misdirected, ErrorCode.WrongRecipient, "The envelope is for somebody else.");
    }

    private static Refusal? FromSender(
        Envelope envelope, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature, out UnverifiedEnvelope? opened)
    {
        opened = null;
        if (!PostaUrl.TryCanonicalize(envelope.Sender, out var sender, out _) || sender.Canonical != envelope.Sender)
            return BadSignature("The sender is not a canonical URL.");
        opened = new UnverifiedEnvelope(envelope, sender, body, signature);
        return null;
    }

    private static Refusal? Headers(EnvelopeRequest request, out byte[] signature)
    {
        signature = [];
        if (request.Body.Length > WireFormat.MaxBytes)
            return EnvelopeTooLarge;
        if (request.ContentType.Count != 1 || !WireFormat.IsMediaType(request.ContentType[0]))
            return new(UnsupportedMediaType, ErrorCode.UnsupportedMediaType, $"The content type must be {WireFormat.MediaType}.");
        if (!request.ContentEncoding.All(IsIdentity))
            return new(UnsupportedMediaType, ErrorCode.UnsupportedMediaType, "The body must not be compressed.");
        if (!TryReadSignature(request.Signature, out signature))
            return new(BadRequest, ErrorCode.MalformedEnvelope,
                $"There must be one {WireFormat.SignatureHeader}, the base64 of {Ed25519.SignatureSize} bytes.");
        return null;
    }

    private static bool IsIdentity(string? encoding) => "identity".Equals(encoding, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadSignature(IReadOnlyList<string?> headers, out byte[] signature)
    {
        signature = [];
        if (headers is not [{ } header] || !StrictBase64.TryDecode(header, Ed25519.SignatureSize, out var bytes))
            return false;
        signature = bytes;
        return true;
    }

    private static Refusal BadSignature(string message) => new(Unauthorized, ErrorCode.BadSignature, message);
}
