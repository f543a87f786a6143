namespace Posta.Testing;

/// <summary>The real time, moved: timers run as ever, but it is another hour or day.</summary>
public sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public TimeSpan Shift
    {
        get => new(Interlocked.Read(ref _ticks));
        set => Interlocked.Exchange(ref _ticks, value.Ticks);
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
}
