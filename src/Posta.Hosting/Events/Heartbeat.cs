namespace Posta.Hosting.Events;

/// <summary>
/// Nudges every open stream once per interval, so that proxies and clients see that it lives. One timer turns a wheel
/// for all streams; a timer for each would cost memory and wake-ups by the thousand (performance.md).
/// </summary>
public sealed class Heartbeat : IDisposable
{
    private const int Spokes = 16;

    private readonly HashSet<EventCursor>[] _wheel = [.. Enumerable.Range(0, Spokes).Select(_ => new HashSet<EventCursor>())];
    private readonly ITimer _timer;
    private int _spoke;

    /// <summary>Starts beating; one instance per program and interval.</summary>
    public Heartbeat(TimeSpan interval, TimeProvider? time = null) =>
        _timer = (time ?? TimeProvider.System).CreateTimer(_ => Turn(), null, interval / Spokes, interval / Spokes);

    /// <summary>Beats for this stream until the result is disposed.</summary>
    public IDisposable Join(EventCursor cursor)
    {
        // The spoke that was just passed: the first beat comes after a whole turn.
        var spoke = _wheel[Volatile.Read(ref _spoke)];
        lock (spoke) spoke.Add(cursor);
        return new Seat(spoke, cursor);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Turn()
    {
        var now = (_spoke + 1) % Spokes;
        Volatile.Write(ref _spoke, now);
        var spoke = _wheel[now];
        lock (spoke)
            foreach (var cursor in spoke) cursor.Nudge();
    }

    private sealed class Seat(HashSet<EventCursor> spoke, EventCursor cursor) : IDisposable
    {
        public void Dispose() { lock (spoke) spoke.Remove(cursor); }
    }
}
