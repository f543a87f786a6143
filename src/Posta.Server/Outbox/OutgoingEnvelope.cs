using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Server.Messages;

namespace Posta.Server.Outbox;

/// <summary>The body of one attempt and its signature: same id, fresh timestamp (wire.md §6).</summary>
internal sealed record OutgoingEnvelope(byte[] Body, byte[] Signature, Wrapping Wrapping)
{
    // The payload is the last member.
    private const int End = 1;

    public static OutgoingEnvelope Sign(PostaUrl sender, MessageRow message, SigningKey key, DateTimeOffset now)
    {
        var body = Envelope.Write(new Envelope
        {
            Id = message.Id,
            Sender = sender.Canonical,
            Recipient = message.Peer,
            Timestamp = now,
            KeyId = key.Id,
            InReplyTo = message.InReplyTo,
            Payload = RawJson.Verbatim(message.Payload),
        });
        var signature = key.Sign(body);
        var payload = body.AsMemory()[^(message.Payload.Length + End)..^End];
        return new OutgoingEnvelope(body, signature, Wrapping.Of(body, RawJson.Verbatim(payload), signature));
    }
}
