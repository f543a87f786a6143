using System.Collections.Concurrent;
using Posta.Protocol;

namespace Posta.Server.Actor;

/// <summary>
/// The actor documents of peers, kept for five minutes: that bounds how long a removed key still works.
/// One fetch at a time per peer (W-18).
/// </summary>
internal sealed class ActorDocuments(ActorFetcher fetcher, TimeProvider time)
{
    private const int MaxPeers = 4096;

    /// <summary>Stands for this server among the addresses that cause fetches.</summary>
    private const string OwnSource = "";

    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenFreshFetches = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Peer> _peers = new(StringComparer.Ordinal);

    /// <summary>The key that signed a message which came from <paramref name="source"/>.</summary>
    /// <param name="url">Who is said to have signed it.</param>
    /// <param name="keyId">With which key.</param>
    /// <param name="source">The address that makes us ask.</param>
    /// <param name="isContact">Asked before a fetch only: most keys are known already.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<KeyLookup> FindKey(
        PostaUrl url, string keyId, string source, Func<CancellationToken, Task<bool>> isContact, CancellationToken ct)
    {
        var peer = Remember(url);
        if (Young(peer) is { } cached && cached.Key(keyId) is { } known)
            return new KeyLookup.Found(known, cached);

        return await peer.Turn.Take(async () => await FindKey(peer, url, keyId, source, await isContact(ct), ct), ct);
    }

    /// <summary>The document of a peer that the user has just made a contact; null when it cannot be had.</summary>
    public Task<ActorDocument?> Find(PostaUrl url, CancellationToken ct)
    {
        var peer = Remember(url);
        return peer.Turn.Take(
            async () => Young(peer) ?? (await Fetch(peer, url, OwnSource, isContact: true, ct) as ActorFetch.Document)?.Value, ct);
    }

    private async Task<KeyLookup> FindKey(
        Peer peer, PostaUrl url, string keyId, string source, bool isContact, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (Young(peer) is { } cached)
        {
            // Somebody else may have fetched it while we waited for our turn.
            if (cached.Key(keyId) is { } known)
                return new KeyLookup.Found(known, cached);
            // W-34: a key that may be too new for our copy is not refused for good.
            if (now - peer.FreshFetchAt < BetweenFreshFetches)
                return new KeyLookup.Unavailable("The sender's document was fetched a moment ago and lacked the key.");

            peer.FreshFetchAt = now;
        }

        return await Fetch(peer, url, source, isContact, ct) switch
        {
            ActorFetch.Document fetched => Lookup(fetched.Value, keyId),
            ActorFetch.Limited limited => new KeyLookup.Limited(limited.RetryAfter),
            ActorFetch.Failed failed => new KeyLookup.Unavailable(failed.Reason),
            var other => throw new InvalidOperationException($"unknown fetch result {other}"),
        };
    }

    private async Task<ActorFetch> Fetch(Peer peer, PostaUrl url, string source, bool isContact, CancellationToken ct)
    {
        if (peer.Failed is { } failure && time.GetUtcNow() - failure.At < FailureLifetime)
            return failure.What;

        var answer = await fetcher.Fetch(url, source, isContact, ct);
        if (answer is ActorFetch.Document fetched)
            peer.Copy = new Copy(fetched.Value, time.GetUtcNow());
        peer.Failed = answer is ActorFetch.Failed failed ? new Failure(failed, time.GetUtcNow()) : null;
        return answer;
    }

    private static KeyLookup Lookup(ActorDocument document, string keyId) =>
        document.Key(keyId) is { } key ? new KeyLookup.Found(key, document) : new KeyLookup.Unknown();

    private ActorDocument? Young(Peer peer) =>
        peer.Copy is { } copy && time.GetUtcNow() - copy.FetchedAt < WireFormat.ActorDocumentLifetime ? copy.Document : null;

    private Peer Remember(PostaUrl url)
    {
        if (_peers.Count >= MaxPeers && !_peers.ContainsKey(url.Canonical))
            Forget();
        return _peers.GetOrAdd(url.Canonical, _ => new Peer());
    }

    // Strangers choose the names, so the table is bounded; the half that was fetched longest ago goes.
    private void Forget()
    {
        foreach (var (url, _) in _peers.OrderBy(entry => entry.Value.Copy?.FetchedAt).Take(MaxPeers / 2))
            _peers.TryRemove(url, out _);
    }

    private sealed record Copy(ActorDocument Document, DateTimeOffset FetchedAt);

    private sealed record Failure(ActorFetch.Failed What, DateTimeOffset At);

    private sealed class Peer
    {
        public readonly Turn Turn = new();
        public volatile Copy? Copy;
        public Failure? Failed;
        public DateTimeOffset FreshFetchAt = DateTimeOffset.MinValue;
    }
}
