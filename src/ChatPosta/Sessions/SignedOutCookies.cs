using System.Collections.Concurrent;

namespace ChatPosta.Sessions;

/// <summary>
/// The cookies that users signed out with. The browser drops its cookie when it hears of it; what its other tabs ask until
/// then comes with one that opens nothing, like that of a session which timed out.
/// </summary>
internal sealed class SignedOutCookies(TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _since = new();

    public void Add(string cookieId)
    {
        var now = time.GetUtcNow();
        foreach (var (id, since) in _since)
            if (now - since > Kept) _since.TryRemove(id, out _);
        _since[cookieId] = now;
    }

    public bool Contains(string cookieId) => _since.ContainsKey(cookieId);
}
