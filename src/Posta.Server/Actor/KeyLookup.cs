using Posta.Protocol;

namespace Posta.Server.Actor;

/// <summary>What came of looking for a sender's key (wire.md §5 step 4).</summary>
internal abstract record KeyLookup
{
    public sealed record Found(ActorKey Key, ActorDocument Document) : KeyLookup;

    /// <summary>A fresh document lacks it.</summary>
    public sealed record Unknown : KeyLookup;

    /// <summary>The document cannot be had now.</summary>
    public sealed record Unavailable(string Reason) : KeyLookup;

    /// <summary>Too many documents were fetched on behalf of this source or from that host (W-19).</summary>
    public sealed record Limited(TimeSpan RetryAfter) : KeyLookup;
}
