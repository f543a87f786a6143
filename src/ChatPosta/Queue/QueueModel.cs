using ChatPosta.Threads;
using Posta.Protocol;

namespace ChatPosta.Queue;

/// <summary>What waits to be sent: in one conversation, or everywhere.</summary>
/// <param name="Peer">Null for everywhere.</param>
/// <param name="Elsewhere">How many wait in other conversations.</param>
public sealed record QueueModel(PostaUrl? Peer, IReadOnlyList<QueuedMessage> Messages, int Elsewhere)
{
    /// <summary>Why the page that was asked for cannot be shown; "" where this is the page.</summary>
    public string Problem { get; init; } = "";

    /// <summary>What was to take the place of a message that is gone, or on its way, by now; "" for nothing.</summary>
    public string Missed { get; init; } = "";

    /// <summary>Replaces what stands in the page, beside the answer to something else.</summary>
    public bool OutOfBand { get; init; }

    /// <summary>The list is all that there is to see: what it does leads to the conversation, and not to the rest of the list.</summary>
    public bool IsAlone { get; init; }

    public string Path => Peer is null ? "/queue" : $"{PeerPath.Of(Peer)}/queue";

    public static QueueModel Of(PostaUrl? peer, IReadOnlyList<QueuedMessage> all)
    {
        IReadOnlyList<QueuedMessage> here = peer is null ? all : [.. all.Where(queued => queued.Message.Peer == peer)];
        return new(peer, here, all.Count - here.Count);
    }
}
