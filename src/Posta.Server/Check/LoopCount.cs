namespace Posta.Server.Check;

/// <summary>Keeps the numbers of a loop; the sender and the listener both write here.</summary>
internal sealed class LoopCount(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _taken = [];
    private readonly HashSet<string> _givenUp = [];
    private readonly Dictionary<string, long> _arrived = [];
    private long? _lastArrival;
    private TimeSpan _longestGap;
    private int _doubled;
    private int _notTaken;
    private int _reconnects;

    /// <summary>The newest row that was looked at.</summary>
    public long NewestRow { get; private set; }

    /// <summary>Messages that may still come.</summary>
    public int Missing
    {
        get { lock (_lock) return _taken.Count(id => !_arrived.ContainsKey(id) && !_givenUp.Contains(id)); }
    }

    public void Taken(string id)
    {
        lock (_lock)
            _taken.Add(id);
    }

    /// <summary>The server will not try any more.</summary>
    public bool GaveUp(string id)
    {
        lock (_lock)
            return _givenUp.Add(id);
    }

    public void NotTaken()
    {
        lock (_lock)
            _notTaken++;
    }

    public void Reconnecting()
    {
        lock (_lock)
            _reconnects++;
    }

    public void Seen(long rowId)
    {
        lock (_lock)
            NewestRow = Math.Max(NewestRow, rowId);
    }

    /// <summary>The same row twice is a resumed stream; the same message in two rows is a doubled one.</summary>
    public void Arrived(string id, long rowId)
    {
        lock (_lock)
        {
            if (!_arrived.TryAdd(id, rowId))
            {
                _doubled += _arrived[id] == rowId ? 0 : 1;
                return;
            }

            var now = time.GetTimestamp();
            if (_lastArrival is { } last && time.GetElapsedTime(last, now) is var gap && gap > _longestGap)
                _longestGap = gap;
            _lastArrival = now;
        }
    }

    public LoopReport Report()
    {
        lock (_lock)
            return new LoopReport(_taken.Count, _taken.Count(_arrived.ContainsKey), _doubled, _notTaken, _reconnects, _longestGap);
    }
}
