using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Posta.Protocol;

/// <summary>A message on its way (wire.md §4). What was read is not yet believed: see <see cref="EnvelopeChecks"/>.</summary>
public sealed record Envelope
{
    /// <summary>Unique for its sender, who uses it again at every attempt.</summary>
    public required string Id { get; init; }

    public required string Sender { get; init; }
    public required string Recipient { get; init; }
    public required DateTimeOffset Timestamp { get; init; }
    public required string KeyId { get; init; }

    /// <summary>The id of the message that this one answers, or empty.</summary>
    public string InReplyTo { get; init; } = "";

    public required RawJson Payload { get; init; }

    /// <summary>Reads a request's body; the payload keeps a part of those bytes.</summary>
    public static EnvelopeReading Read(ReadOnlyMemory<byte> body) => EnvelopeReader.Read(body);

    /// <summary>The body to sign and send, with the payload's bytes as they are.</summary>
    public static byte[] Write(Envelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>(envelope.Payload.Utf8.Length + 512);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            envelope.Write(json);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Whether the envelope will fit however it is signed, with the longest key id: one that does not must be refused at
    /// once, since later it could only fail for ever (C-09).
    /// </summary>
    public static bool Fits(Envelope envelope) =>
        Write(envelope with { KeyId = new string('k', WireFormat.MaxIdBytes) }).Length <= WireFormat.MaxBytes;

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("v", WireFormat.Version);
        json.WriteString("id", Id);
        json.WriteString("sender", Sender);
        json.WriteString("recipient", Recipient);
        json.WriteString("timestamp", PostaTime.Format(Timestamp));
        json.WriteString("keyId", KeyId);
        if (InReplyTo.Length > 0)
            json.WriteString("inReplyTo", InReplyTo);
        json.WritePropertyName("payload");
        json.WriteRawValue(Payload.Utf8.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
