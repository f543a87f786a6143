namespace ChatPosta.Limits;

/// <summary>
/// When each key did something last, as far back as a rate looks. Holds a bounded number of keys: a full half makes room
/// for the next, so that whoever fills it with keys of their own pushes out those that were silent the longest.
/// </summary>
internal sealed class Recent(int count, TimeSpan per)
{
    public const int MostKeys = 20_000;

    private Dictionary<string, Queue<DateTimeOffset>> _young = [];
    private Dictionary<string, Queue<DateTimeOffset>> _old = [];
    private DateTimeOffset _youngSince = DateTimeOffset.MinValue;

    public int Keys => _young.Count + _old.Count;

    /// <summary>How long the key has to wait; nothing, or less, when it may go on.</summary>
    public TimeSpan Wait(string key, DateTimeOffset now)
    {
        var times = Of(key, now);
        while (times.TryPeek(out var first) && now - first >= per) times.Dequeue();
        return times.Count < count ? TimeSpan.Zero : times.Peek() + per - now;
    }

    /// <summary>To be called after <see cref="Wait"/> let the key go on.</summary>
    public void Add(string key, DateTimeOffset now) => Of(key, now).Enqueue(now);

    private Queue<DateTimeOffset> Of(string key, DateTimeOffset now)
    {
        if (_young.TryGetValue(key, out var times)) return times;

        // What was not touched for a whole span is over, so the old half can go with all that it holds.
        if (_young.Count >= MostKeys / 2 || now - _youngSince >= per) (_old, _young, _youngSince) = (_young, [], now);
        if (!_old.Remove(key, out times)) times = new();
        return _young[key] = times;
    }
}
