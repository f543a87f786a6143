using System.Collections.Concurrent;

namespace ChatPosta.Sessions;

/// <summary>
/// The sessions that are unlocked in memory. A session may end while another request still reads its row; that request
/// must not bring it back, so whoever reads a row says how many sessions had ended before it read.
/// </summary>
internal sealed class OpenSessions
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly Lock _gate = new();
    private long _ended;

    /// <summary>How many have ended. To be read before the row is.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    public Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>The session as all requests share it, or null when one has ended since: read the row again.</summary>
    public Session? Add(Session session, long endedBefore)
    {
        lock (_gate) return _ended == endedBefore ? _sessions.GetOrAdd(session.Id, session) : null;
    }

    /// <summary>To be called after the row is gone for good.</summary>
    public void End(string id)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _ended);
            if (_sessions.TryRemove(id, out var session)) session.End();
        }
    }
}
