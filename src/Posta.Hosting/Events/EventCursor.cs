using System.Diagnostics.CodeAnalysis;

namespace Posta.Hosting.Events;

/// <summary>
/// One reader's place in the ring. A single task reads: <c>while (await Wait()) while (TryRead(out var frame)) …</c>;
/// anybody may end it. It is cut when more waits than the ring's options allow.
/// </summary>
public sealed class EventCursor : IDisposable
{
    /// <summary>The reason of a cursor that fell too far behind.</summary>
    public const string TooSlow = "too-slow";

    private readonly EventRing _ring;
    private readonly EventRingOptions _options;
    private readonly Func<EventFrame, bool>? _filter;
    private readonly Lock _gate = new();
    private readonly Signal _wake = new();

    // The ring says which frames there are only through Arrived, so `_next`, `_end` and the counts always agree.
    private long _next;
    private long _end;
    private int _frames;
    private long _bytes;
    private bool _nudged;

    internal EventCursor(EventRing ring, EventRingOptions options, long next, Func<EventFrame, bool>? filter)
    {
        _ring = ring;
        _options = options;
        _filter = filter;
        _next = _end = next;
    }

    /// <summary>Why reading is over; null while it goes on.</summary>
    public string? Ending { get; private set; }

    /// <summary>A last frame for the reader, from whoever ended the cursor.</summary>
    public EventFrame? Farewell { get; private set; }

    /// <summary>
    /// Called once if the cursor is cut, possibly while its reader hangs in a write that nobody takes; never after the
    /// reader has left.
    /// </summary>
    public Action? OnCut { get; set; }

    /// <summary>True when there may be something to read, or after a <see cref="Nudge"/>; false when reading is over.</summary>
    public ValueTask<bool> Wait()
    {
        lock (_gate)
        {
            if (Ending is not null) return new(false);
            if (_frames == 0 && !_nudged) return _wake.Wait();
            _nudged = false;
            return new(true);
        }
    }

    /// <summary>The next frame that concerns this reader, if it is here.</summary>
    public bool TryRead([NotNullWhen(true)] out EventFrame? frame)
    {
        lock (_gate)
        {
            for (frame = null; frame is null && Ending is null && _next < _end; _next++)
                if (_ring[_next] is var candidate && IsWanted(candidate)) frame = candidate;
            if (frame is null) return false;
            _frames--;
            _bytes -= frame.Bytes.Length;
            return true;
        }
    }

    /// <summary>Ends the reading; the first reason stays.</summary>
    public void End(string reason, EventFrame? farewell = null)
    {
        lock (_gate)
        {
            if (Ending is not null) return;
            Ending = reason;
            Farewell = farewell;
            _wake.Set(false);
        }
    }

    /// <summary>Wakes the reader although nothing happened: a heartbeat is due.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            _nudged = !_wake.IsAwaited;
            _wake.Set(true);
        }
    }

    /// <summary>Leaves the ring.</summary>
    public void Dispose()
    {
        _ring.Leave(this);
        End("left");
        lock (_gate) OnCut = null;
    }

    internal void Arrived(EventFrame frame, EventFrame? equal, long oldest)
    {
        lock (_gate)
        {
            if (Ending is not null) return;
            if (_frames == 0) _next = frame.Number;
            _end = frame.Number + 1;
            if (_filter?.Invoke(frame) != false) Count(frame, equal);
            if (_frames > _options.MaxWaitingFrames || _bytes > _options.MaxWaitingBytes || !KeepUp(oldest)) Cut();
            else if (_frames > 0) _wake.Set(true);
        }
    }

    private void Count(EventFrame frame, EventFrame? equal)
    {
        // An equal frame that still waits here will be passed over, and this one sent in its place.
        if (equal?.Number >= _next) _bytes -= equal.Bytes.Length;
        else _frames++;
        _bytes += frame.Bytes.Length;
    }

    /// <summary>Passes what leaves the ring; false if it was still wanted.</summary>
    private bool KeepUp(long oldest)
    {
        for (; _next < oldest; _next++)
            if (IsWanted(_ring[_next])) return false;
        return true;
    }

    private bool IsWanted(EventFrame frame) => frame.SupersededBy >= _end && _filter?.Invoke(frame) != false;

    private void Cut()
    {
        Ending = TooSlow;
        _wake.Set(false);
        ThreadPool.UnsafeQueueUserWorkItem(static cursor => cursor.TellCut(), this, preferLocal: false);
    }

    // Under the gate: a reader that leaves meanwhile takes along what would be called, such as its request, or waits.
    private void TellCut()
    {
        lock (_gate) OnCut?.Invoke();
    }
}
