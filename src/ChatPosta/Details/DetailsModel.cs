using ChatPosta.Threads;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Details;

/// <summary>One message, and all that is known of it.</summary>
/// <param name="Shown">As in its thread.</param>
/// <param name="Message">As the user's server lists it.</param>
/// <param name="Kept">What else the server knows; null when it tells no more.</param>
public sealed record DetailsModel(MessageModel Shown, Message Message, MessageDetails? Kept)
{
    /// <summary>What came of looking at the signature again; null when nobody asked for that.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The same for the member of a room who wrote what the room passed on.</summary>
    public Verdict? InnerVerdict { get; init; }

    /// <summary>The user has read it; null where that is no question, as with one's own.</summary>
    public bool? IsRead { get; init; }

    /// <summary>Whoever wrote it waits for a decision, and until then nothing counts as read.</summary>
    public bool IsRequest { get; init; }

    public string Thread => PeerPath.Of(Shown.Peer);

    public string Path => $"{Thread}/messages/{Shown.RowId}";

    public bool IsOutbound => Message.Direction == Direction.Outbound;

    public bool HasEnvelope => Kept is { Envelope.Length: > 0 };
}
