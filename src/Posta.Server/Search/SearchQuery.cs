using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Messages;

namespace Posta.Server.Search;

/// <summary>What a message must be to be found. The index proposes messages; this decides.</summary>
internal sealed record SearchQuery
{
    // Each term that must meet the others costs a walk through the index, and a few are as telling as all of them: with six
    // the slowest of 200 searches in a million messages took 36 ms, with all 180 ms.
    private const int ProposedBy = 6;

    /// <summary>Folded words and phrases, all of which must occur.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whose thread it must be in.</summary>
    public PostaUrl? Peer { get; init; }

    /// <summary>`from:` a peer.</summary>
    public PostaUrl? Sender { get; init; }

    /// <summary>`from:me`.</summary>
    public bool FromMe { get; init; }

    public bool HasImage { get; init; }

    /// <summary>When it must have come or gone at the latest, exclusive.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>When it must have come or gone at the earliest, inclusive.</summary>
    public DateTimeOffset? After { get; init; }

    public bool IsEmpty => Words.Count == 0 && Sender is null && !FromMe && !HasImage && Before is null && After is null;

    /// <summary>For MATCH. Every term is quoted, and holds no quotation mark: nothing in it is FTS5's syntax.</summary>
    public string Match
    {
        get
        {
            var words = Words.OrderByDescending(word => word.Length).Take(ProposedBy).SelectMany(Proposal);
            var terms = words.Concat(Tags()).Distinct().Select(Quote).ToArray();
            return terms.Length > 0 ? string.Join(" AND ", terms) : $"{Quote(Direction.Inbound)} OR {Quote(Direction.Outbound)}";
        }
    }

    /// <summary>Everything but the times, which the store turns into rows.</summary>
    public bool Accepts(MessageRow row)
    {
        if (Peer is not null && row.Peer != Peer.Canonical
            || Sender is not null && (row.Peer != Sender.Canonical || row.Direction != Direction.Inbound)
            || FromMe && row.Direction != Direction.Outbound)
            return false;

        var content = SearchedContent.Of(RawJson.Verbatim(row.Payload));
        return (content.IsImage || !HasImage) && Words.All(word => content.Text.Contains(word, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Proposal(string word)
    {
        var grams = new Grams(word).Cover().ToArray();
        return grams.Length <= ProposedBy
            ? grams
            : Enumerable.Range(0, ProposedBy).Select(i => grams[i * (grams.Length - 1) / (ProposedBy - 1)]);
    }

    private IEnumerable<string> Tags()
    {
        if (Peer is not null)
            yield return IndexTerms.OfPeer(Peer.Canonical);
        if (Sender is not null)
            yield return IndexTerms.OfPeer(Sender.Canonical);
        if (Sender is not null)
            yield return Direction.Inbound;
        if (FromMe)
            yield return Direction.Outbound;
        if (HasImage)
            yield return IndexTerms.Image;
    }

    private static string Quote(string term) => $"\"{term}\"";
}
