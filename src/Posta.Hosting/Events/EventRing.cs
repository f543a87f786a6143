using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Posta.Hosting.Events;

/// <summary>How much a ring remembers, and how far a reader may fall behind.</summary>
public sealed record EventRingOptions
{
    /// <summary>Events kept for resumption.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>Bytes of events kept for resumption; the newest is kept whatever its size.</summary>
    public int MaxBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Events that may wait for one reader before it is cut.</summary>
    public int MaxWaitingFrames { get; init; } = 256;

    /// <summary>Bytes that may wait for one reader before it is cut.</summary>
    public int MaxWaitingBytes { get; init; } = 1024 * 1024;

    /// <summary>Of equal events still waiting, send the newest only. For triggers, whose repetition says nothing.</summary>
    public bool MergeEqual { get; init; }

    /// <summary>Tells this life of the ring from others, so that ids of a former life are not mistaken for its own.</summary>
    public string Boot { get; init; } = RandomNumberGenerator.GetHexString(12, lowercase: true);
}

/// <summary>
/// The last events, shared by all readers. A reader is a position in the ring, never a queue of copies, so a stalled one
/// costs nothing; appending wakes those that wait and never blocks on any (performance.md).
/// </summary>
public sealed class EventRing
{
    /// <summary>Most rings are a user's who gets a few events an hour: places for all that it may remember would be most of its weight.</summary>
    private const int FirstSlots = 4;

    private readonly EventRingOptions _options;
    private readonly Lock _gate = new();
    private readonly HashSet<EventCursor> _cursors = [];
    private readonly Dictionary<string, EventFrame> _newest = [];
    private readonly string _prefix;

    // One slot more than remembered: what leaves stays readable until every cursor has been told.
    private EventFrame[] _slots;
    private long _oldest = 1;
    private long _last;
    private long _bytes;

    /// <summary>An empty ring.</summary>
    public EventRing(EventRingOptions? options = null)
    {
        _options = options ?? new EventRingOptions();
        _prefix = _options.Boot + "-";
        _slots = new EventFrame[Math.Min(FirstSlots, _options.Capacity + 1)];
    }

    /// <summary>How many read along now.</summary>
    public int Readers { get { lock (_gate) return _cursors.Count; } }

    /// <summary>Publishes an event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">Its data.</param>
    /// <param name="topic">What it is about, for the filters of the readers.</param>
    public EventFrame Append(string name, string data, string topic = "") => Append(name, Encoding.UTF8.GetBytes(data), topic);

    /// <inheritdoc cref="Append(string, string, string)"/>
    public EventFrame Append(string name, ReadOnlySpan<byte> data, string topic = "")
    {
        lock (_gate)
        {
            var number = _last + 1;
            var frame = EventFrame.Numbered(number, Id(number), name, data, topic, MergeKey(name, data, topic));
            var equal = Supersede(frame);
            if (number - _oldest >= _slots.Length) Grow();
            _slots[number % _slots.Length] = frame;
            _last = number;
            _bytes += frame.Bytes.Length;
            var oldest = OldestToKeep();
            foreach (var cursor in _cursors) cursor.Arrived(frame, equal, oldest);
            Forget(oldest);
            return frame;
        }
    }

    /// <summary>Reads from now on, and tells what was missed since the id that the client holds.</summary>
    /// <param name="lastEventId">As the client sent it; empty or null starts afresh.</param>
    /// <param name="filter">Which events concern this reader. Called for each event, so it must be cheap and must not throw.</param>
    public Subscription Subscribe(string? lastEventId, Func<EventFrame, bool>? filter = null)
    {
        lock (_gate)
        {
            var cursor = new EventCursor(this, _options, _last + 1, filter);
            _cursors.Add(cursor);
            if (string.IsNullOrEmpty(lastEventId)) return new(cursor, Resumption.Fresh, [], Id(_last));
            if (Number(lastEventId) is not { } seen) return new(cursor, Resumption.Unknown, [], Id(_last));
            return new(cursor, Resumption.Resumed, Since(seen, filter), Id(_last));
        }
    }

    // Readers hold no lock of the ring's: what one knows of stays where it is in the array that it finds here.
    internal EventFrame this[long number]
    {
        get
        {
            var slots = Volatile.Read(ref _slots);
            return slots[number % slots.Length];
        }
    }

    internal void Leave(EventCursor cursor)
    {
        lock (_gate) _cursors.Remove(cursor);
    }

    private string Id(long number) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}{number}");

    private string MergeKey(string name, ReadOnlySpan<byte> data, string topic) =>
        _options.MergeEqual ? $"{name}\n{topic}\n{Encoding.UTF8.GetString(data)}" : "";

    /// <summary>The equal event before this one, which it makes needless.</summary>
    private EventFrame? Supersede(EventFrame frame)
    {
        if (frame.MergeKey.Length == 0) return null;
        var before = _newest.GetValueOrDefault(frame.MergeKey);
        _newest[frame.MergeKey] = frame;
        before?.SupersededBy = frame.Number;
        return before;
    }

    private void Grow()
    {
        var slots = new EventFrame[Math.Min(_slots.Length * 2, _options.Capacity + 1)];
        for (var number = _oldest; number <= _last; number++) slots[number % slots.Length] = this[number];
        Volatile.Write(ref _slots, slots);
    }

    private long OldestToKeep()
    {
        var oldest = _oldest;
        for (var bytes = _bytes; oldest < _last && (_last - oldest >= _options.Capacity || bytes > _options.MaxBytes); oldest++)
            bytes -= this[oldest].Bytes.Length;
        return oldest;
    }

    private void Forget(long oldest)
    {
        for (; _oldest < oldest; _oldest++)
        {
            var frame = this[_oldest];
            _slots[_oldest % _slots.Length] = null!;
            _bytes -= frame.Bytes.Length;
            if (frame.MergeKey.Length > 0 && _newest[frame.MergeKey] == frame) _newest.Remove(frame.MergeKey);
        }
    }

    /// <summary>The number in an id of ours, if everything after it is still here.</summary>
    private long? Number(string id)
    {
        if (!id.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        if (!long.TryParse(id.AsSpan(_prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return number <= _last && number >= _oldest - 1 ? number : null;
    }

    private List<EventFrame> Since(long seen, Func<EventFrame, bool>? filter)
    {
        var missed = new List<EventFrame>();
        for (var number = seen + 1; number <= _last; number++)
            if (this[number] is { SupersededBy: long.MaxValue } frame && filter?.Invoke(frame) != false) missed.Add(frame);
        return missed;
    }
}
