using System.Threading.Tasks.Sources;

namespace Posta.Hosting.Events;

/// <summary>Lets one task wait again and again without an allocation. Its owner serialises all calls.</summary>
internal sealed class Signal : IValueTaskSource<bool>
{
    // Continuations run elsewhere: the one who sets the signal holds a lock, and wakes a thousand more.
    private ManualResetValueTaskSourceCore<bool> _source = new() { RunContinuationsAsynchronously = true };

    public bool IsAwaited { get; private set; }

    public ValueTask<bool> Wait()
    {
        _source.Reset();
        IsAwaited = true;
        return new(this, _source.Version);
    }

    public void Set(bool value)
    {
        if (!IsAwaited) return;
        IsAwaited = false;
        _source.SetResult(value);
    }

    public bool GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
