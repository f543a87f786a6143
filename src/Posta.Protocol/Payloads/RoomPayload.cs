using Posta.Protocol.Json;

namespace Posta.Protocol.Payloads;

/// <summary>
/// A room's business. A <c>broadcast</c> holds a member's envelope as it was sent to the room; other actions have no
/// more members, and unknown ones are tolerated.
/// </summary>
public sealed record RoomPayload(string Action, ReadOnlyMemory<byte> EnvelopeBytes, ReadOnlyMemory<byte> Signature)
    : Payload(KindName)
{
    public const string KindName = "posta.room/v1";
    public const string Broadcast = "broadcast";
    public const string Leave = "leave";

    /// <summary>The envelope inside, believed or not; null where none can be read.</summary>
    public Envelope? Original => Action == Broadcast ? Envelope.Read(EnvelopeBytes).Envelope : null;

    /// <summary>
    /// The envelope inside, to be verified with its author's key. Null if it was not written to this room, which would
    /// make an old private message look as if it had been said there. Its age does not matter.
    /// </summary>
    public UnverifiedEnvelope? Open(PostaUrl room)
    {
        if (Original is not { } original || original.Recipient != room.Canonical || !PostaUrl.IsCanonical(original.Sender))
            return null;
        return new UnverifiedEnvelope(original, PostaUrl.Parse(original.Sender), EnvelopeBytes, Signature);
    }

    /// <summary>
    /// Whether a broadcast is what its author wrote to this room. Null when that is proven; else the check that failed, and
    /// a reader shows the message marked as unverified (wire.md §7).
    /// </summary>
    /// <param name="room">Who sent the broadcast.</param>
    /// <param name="author">The actor document of <see cref="Original"/>'s sender, or null where it cannot be had.</param>
    public Refusal? Verify(PostaUrl room, ActorDocument? author)
    {
        if (EnvelopeChecks.OpenKept(EnvelopeBytes, Signature, room, out var opened) is { } refusal)
            return refusal;
        return author is not null && author.Url == opened!.Sender
            ? EnvelopeChecks.Verify(opened, author.Key(opened.Envelope.KeyId))
            : EnvelopeChecks.ActorDocUnavailable;
    }

    internal static RoomPayload Read(JsonMembers members) =>
        new(Text(members, "action"), Bytes(members, "envelopeBytes"), Bytes(members, "signature"));

    private static byte[] Bytes(JsonMembers members, string name) =>
        StrictBase64.TryDecode(Text(members, name), out var bytes) ? bytes : [];
}
