using Posta.Protocol.ClientApi;

namespace Posta.Server.Check;

/// <summary>Keeps the numbers of a loop; the sender and the listener both write here.</summary>
internal sealed class LoopCount(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _taken = [];
    private readonly HashSet<string> _givenUp = [];
    private readonly Dictionary<string, long> _arrived = [];
    private long? _lastArrival;
    private TimeSpan _longestGap;
    private int _doubled;
    private int _notTaken;
    private int _reconnects;

    /// <summary>The row of the oldest message that may still come; null when there is none.</summary>
    public long? OldestMissing
    {
        get
        {
            lock (_lock)
                return _taken.Where(sent => !_arrived.ContainsKey(sent.Key) && !_givenUp.Contains(sent.Key)).Min(sent => (long?)sent.Value);
        }
    }

    public void Taken(SendReceipt receipt)
    {
        lock (_lock)
            _taken[receipt.Id] = receipt.RowId;
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
            return new LoopReport(_taken.Count, _taken.Keys.Count(_arrived.ContainsKey), _doubled, _notTaken, _reconnects, _longestGap);
    }
}
