using Posta.Protocol;

namespace Posta.Server.Actor;

/// <summary>What came of asking a peer for its actor document.</summary>
internal abstract record ActorFetch
{
    public sealed record Document(ActorDocument Value) : ActorFetch;

    public sealed record Failed(string Reason) : ActorFetch;

    public sealed record Limited(TimeSpan RetryAfter) : ActorFetch;
}
