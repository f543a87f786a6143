using System.Collections.Concurrent;

namespace ChatPosta.Sessions;

/// <summary>
/// The sessions that are unlocked in memory, by the id of each cookie that opens one. A session may end while another
/// request still reads its row; that request must not bring it back, so whoever reads a row says how many sessions had
/// ended before it read.
/// </summary>
internal sealed class OpenSessions
{
    private readonly ConcurrentDictionary<string, OpenCookie> _byCookie = new();
    private readonly Dictionary<string, Session> _sessions = [];
    private readonly Lock _gate = new();
    private long _ended;

    /// <summary>How many have ended or were put out of memory. To be read before the row is.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    public IReadOnlyCollection<Session> All
    {
        get
        {
            lock (_gate) return [.. _sessions.Values];
        }
    }

    public OpenCookie? Find(string cookieId) => _byCookie.GetValueOrDefault(cookieId);

    /// <summary>The cookie with the session as all requests share it, or null when one has ended since: read the row again.</summary>
    public OpenCookie? Add(OpenCookie cookie, long endedBefore)
    {
        lock (_gate)
        {
            if (_ended != endedBefore) return null;

            _sessions.TryAdd(cookie.Session.Id, cookie.Session);
            return _byCookie.GetOrAdd(cookie.Id, cookie with { Session = _sessions[cookie.Session.Id] });
        }
    }

    /// <summary>A later cookie is in use: these end at that time.</summary>
    public void Retire(IEnumerable<string> cookieIds, DateTimeOffset at)
    {
        lock (_gate)
        {
            foreach (var id in cookieIds)
                if (_byCookie.TryGetValue(id, out var cookie)) _byCookie[id] = cookie with { RetiresAt = at };
        }
    }

    /// <summary>To be called after the rows are gone for good.</summary>
    public void End(params IReadOnlyCollection<string> sessionIds)
    {
        lock (_gate)
        {
            foreach (var session in Remove(session => sessionIds.Contains(session.Id))) session.End();
        }
    }

    /// <summary>Something that these sessions hold has changed in the database: the next request reads it again.</summary>
    public void Forget(string userId)
    {
        lock (_gate) Remove(session => session.User.Id == userId);
    }

    private HashSet<Session> Remove(Func<Session, bool> isIt)
    {
        Interlocked.Increment(ref _ended);
        var gone = _sessions.Values.Where(isIt).ToHashSet();
        foreach (var session in gone) _sessions.Remove(session.Id);
        foreach (var cookie in _byCookie.Values.Where(cookie => gone.Contains(cookie.Session))) _byCookie.TryRemove(cookie.Id, out _);
        return gone;
    }
}

/// <summary>A session as one of its cookies opens it.</summary>
/// <param name="RetiresAt">When the cookie opens it no more, because a later one is in use.</param>
internal sealed record OpenCookie(string Id, Session Session, DateTimeOffset IssuedAt, DateTimeOffset? RetiresAt)
{
    public bool IsRetired(DateTimeOffset now) => RetiresAt <= now;
}
