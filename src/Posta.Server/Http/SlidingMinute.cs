namespace Posta.Server.Http;

/// <summary>At most so many events per key within any minute; a limit of 0 lets everything pass.</summary>
internal sealed class SlidingMinute<TKey>(int limit, TimeProvider time)
    where TKey : notnull
{
    private const int MaxKeys = 4096;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<TKey, Queue<DateTimeOffset>> _passed = [];
    private readonly Lock _lock = new();

    /// <summary>Counts one event, or says how long to wait. A refused event is not counted.</summary>
    public bool TryPass(TKey key, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (limit == 0)
            return true;

        lock (_lock)
        {
            var now = time.GetUtcNow();
            var passed = Recent(key, now);
            if (passed.Count >= limit)
            {
                retryAfter = passed.Peek() + Window - now;
                return false;
            }

            passed.Enqueue(now);
            return true;
        }
    }

    private Queue<DateTimeOffset> Recent(TKey key, DateTimeOffset now)
    {
        if (_passed.Count >= MaxKeys && !_passed.ContainsKey(key))
            Forget(now);
        if (!_passed.TryGetValue(key, out var passed))
            _passed[key] = passed = new Queue<DateTimeOffset>();
        while (passed.TryPeek(out var oldest) && now - oldest >= Window)
            passed.Dequeue();
        return passed;
    }

    // The table is bounded: who fills it with keys of their own loses the oldest ones first.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, passed) in _passed)
            if (passed.Count == 0 || now - passed.Last() >= Window)
                _passed.Remove(key);
        if (_passed.Count >= MaxKeys)
            _passed.Remove(_passed.MinBy(entry => entry.Value.Peek()).Key);
    }
}
