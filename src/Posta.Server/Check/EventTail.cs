using Posta.Hosting.Events;

namespace Posta.Server.Check;

/// <summary>Keeps an event stream open and remembers what came, so that events may be asked for in any order.</summary>
internal sealed class EventTail : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _ending;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<SseEvent> _seen = [];
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EventTail(LiveServer server, string? lastEventId, TimeProvider time, CancellationToken ct)
    {
        _time = time;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _reading = Read(server, lastEventId);
    }

    public static EventTail Open(LiveServer server, string? lastEventId, TimeProvider time, CancellationToken ct) =>
        new(server, lastEventId, time, ct);

    /// <summary>Everything so far.</summary>
    public IReadOnlyList<SseEvent> Seen
    {
        get { lock (_lock) return [.. _seen]; }
    }

    /// <summary>The first event of that kind, past or to come.</summary>
    /// <exception cref="CheckFailedException">It does not come, or the stream ended.</exception>
    public async Task<SseEvent> Find(string what, Func<SseEvent, bool> isIt, CancellationToken ct)
    {
        using var clock = new CancellationTokenSource(Limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
        try
        {
            while (true)
            {
                var news = News();
                if (Seen.FirstOrDefault(isIt) is { } found)
                    return found;
                if (_reading.IsCompleted)
                    await Ended();

                await Task.WhenAny(news, _reading).WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new CheckFailedException($"The event stream brought no {what} within {Limit.TotalSeconds} s.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
    }

    private async Task Read(LiveServer server, string? lastEventId)
    {
        await foreach (var found in server.Events(lastEventId, _ending.Token))
            if (!found.IsKeepAlive)
                Add(found);
    }

    private void Add(SseEvent found)
    {
        TaskCompletionSource news;
        lock (_lock)
        {
            _seen.Add(found);
            (news, _news) = (_news, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        news.SetResult();
    }

    private Task News()
    {
        lock (_lock)
            return _news.Task;
    }

    private async Task Ended()
    {
        await _reading;
        throw new CheckFailedException("The server ended the event stream.");
    }
}
