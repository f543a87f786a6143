using Posta.Protocol.Json;

namespace Posta.Protocol;

/// <summary>The shape of an envelope (wire.md §4 and §5 step 1). Whom it is from and for is checked elsewhere.</summary>
internal static class EnvelopeReader
{
    public static EnvelopeReading Read(ReadOnlyMemory<byte> body)
    {
        if (JsonMembers.Read(body) is not { } members)
            return Malformed($"The body is not a JSON object in UTF-8, or nested deeper than {WireFormat.MaxPayloadDepth}.");
        return ReadVersion(members) ?? ReadMembers(members);
    }

    // Before any other member, so that a later version may change all of them (W-07).
    private static EnvelopeReading? ReadVersion(JsonMembers members)
    {
        var versions = members.All("v").ToList();
        if (versions.Count != 1 || !JsonText.IsNumber(versions[0]))
            return Malformed("v must be there once, and a number.");
        return JsonText.IsOne(versions[0])
            ? null
            : new EnvelopeReading(ErrorCode.UnsupportedVersion, $"Only version {WireFormat.Version} is spoken here.");
    }

    private static EnvelopeReading ReadMembers(JsonMembers members)
    {
        if (members.Repeats)
            return Malformed("A member is repeated.");
        if (members["id"] is not { } idJson || !WireText.TryReadId(idJson, out var id))
            return Malformed($"id must be a string of 1 to {WireFormat.MaxIdBytes} bytes.");
        if (members["sender"] is not { } senderJson || !WireText.TryReadUrl(senderJson, out var sender))
            return Malformed($"sender must be a string of 1 to {WireFormat.MaxUrlBytes} bytes.");
        if (members["recipient"] is not { } recipientJson || !WireText.TryReadUrl(recipientJson, out var recipient))
            return Malformed($"recipient must be a string of 1 to {WireFormat.MaxUrlBytes} bytes.");
        if (members["keyId"] is not { } keyJson || !WireText.TryReadId(keyJson, out var keyId))
            return Malformed($"keyId must be a string of 1 to {WireFormat.MaxIdBytes} bytes.");
        if (!TryReadInReplyTo(members["inReplyTo"], out var inReplyTo))
            return Malformed($"inReplyTo must be a string of at most {WireFormat.MaxIdBytes} bytes.");
        if (members["timestamp"] is not { } timeJson || !JsonText.TryStrict(timeJson, out var time)
            || !PostaTime.TryParse(time, out var timestamp))
            return Malformed("timestamp must be an RFC 3339 time.");
        if (members["payload"] is not { } payload)
            return Malformed("payload is missing.");
        return new EnvelopeReading(new Envelope
        {
            Id = id,
            Sender = sender,
            Recipient = recipient,
            Timestamp = timestamp,
            KeyId = keyId,
            InReplyTo = inReplyTo,
            Payload = payload,
        });
    }

    // Null and empty mean absent (W-14).
    private static bool TryReadInReplyTo(RawJson? json, out string text)
    {
        text = "";
        if (json is not { } value || JsonText.IsNull(value) || value.Utf8.Span.SequenceEqual("\"\""u8))
            return true;
        return WireText.TryReadId(value, out text);
    }

    private static EnvelopeReading Malformed(string message) => new(ErrorCode.MalformedEnvelope, message);
}
