using System.Threading.Channels;
using Posta.Hosting.Events;
using Posta.Protocol.ClientApi;
using static ChatPosta.Live.UserStreamEvent;

namespace ChatPosta.Live;

/// <summary>
/// One signed-in user: the connection to their posta-server and the tabs that it feeds. One loop owns this state and
/// takes one event at a time, so there is no lock, and what happens to one user cannot hold up another.
/// </summary>
internal sealed class UserStream
{
    /// <summary>A tab that changes its page is back by then, and finds the stream still open.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Channel<UserStreamEvent> _events = Channel.CreateUnbounded<UserStreamEvent>(new() { SingleReader = true });
    private readonly UserStreamContext _context;
    private readonly Tabs _tabs = new();
    private readonly Backoff _backoff;
    private readonly ITimer _grace;
    private readonly ITimer _retry;

    private OpenEvents? _open;
    private string? _linkId;
    private UpstreamConnection? _connection;
    private UpstreamStatus _status;
    private string? _upstreamId;
    private bool _hasBeenReady;
    private bool _closed;

    private UserStream(UserStreamContext context)
    {
        _context = context;
        _backoff = new Backoff(context.Random);
        _grace = TimerFor(new GraceElapsed());
        _retry = TimerFor(new RetryDue());
        _status = new UpstreamStatus(UpstreamState.Connecting, context.Time.GetUtcNow());
        _tabs.Publish(Trigger.State(_status));
    }

    /// <summary>The newest trigger's id: a page that is rendered after reading it has missed nothing up to there.</summary>
    public string Position => _tabs.Position;

    public static UserStream Start(UserStreamContext context)
    {
        var stream = new UserStream(context);
        _ = stream.Run();
        return stream;
    }

    /// <summary>Null when this stream has closed: ask for a new one.</summary>
    public Task<Tab?> Open(TabRequest request)
    {
        var answer = new TaskCompletionSource<Tab?>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_events.Writer.TryWrite(new TabOpened(request, answer))) answer.SetResult(null);
        return answer.Task;
    }

    /// <summary>Session id → open tabs. Empty when this stream has closed.</summary>
    public Task<IReadOnlyDictionary<string, int>> CountTabs()
    {
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_events.Writer.TryWrite(new TabsCounted(answer))) answer.SetResult(new Dictionary<string, int>());
        return answer.Task;
    }

    public void Tell(UserStreamEvent happened) => _events.Writer.TryWrite(happened);

    private async Task Run()
    {
        await foreach (var happened in _events.Reader.ReadAllAsync())
        {
            try
            {
                Take(happened);
            }
            catch (Exception exception)
            {
                Fail(happened, exception);
            }
        }
    }

    private void Take(UserStreamEvent happened)
    {
        switch (happened)
        {
            case TabOpened(var request, var answer): answer.SetResult(_closed ? null : OnTabOpened(request)); break;
            case TabClosed(var tab): OnTabClosed(tab); break;
            case TabsCounted(var answer): answer.SetResult(_tabs.BySession()); break;
            case GraceElapsed: OnGraceElapsed(); break;
            case SessionEnded(var sessionId): _tabs.End("session-ended", tab => tab.SessionId == sessionId); break;
            case QueueChanged: _tabs.Publish(Trigger.QueueChanged); break;
            case UserEnded: Close("user-ended"); break;
            case Drained: Close(EventStreamResult.Stopping); break;
            case UpstreamSpoke(var connection, var said): OnUpstreamSpoke(connection, said); break;
            case UpstreamEnded(var connection, var end) when connection == _connection: OnUpstreamEnded(end); break;
            case RetryDue: Connect(); break;
        }
    }

    /// <summary>A bug. The tabs come back by themselves, to a new stream.</summary>
    private void Fail(UserStreamEvent happened, Exception exception)
    {
        _context.Log.LogError(exception, "The live stream of user {UserId} failed at {Event}", _context.UserId, happened.GetType().Name);
        (happened as TabOpened)?.Answer.TrySetException(exception);
        Close("failed");
    }

    private Tab OnTabOpened(TabRequest request)
    {
        // Any session's token will do, and the newest one's is the least likely to be stale.
        _open = request.Upstream;
        _linkId = request.LinkId;
        _grace.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        // Before the first ready a gap needs no resync: that ready is one.
        var tab = _tabs.Open(request, _status, _hasBeenReady, closed => Tell(new TabClosed(closed)));
        if (_status.State == UpstreamState.Connecting) Connect();
        return tab;
    }

    private void OnTabClosed(Tab tab)
    {
        _tabs.Remove(tab);
        if (_tabs.None && !_closed) _grace.Change(Grace, Timeout.InfiniteTimeSpan);
    }

    private void OnGraceElapsed()
    {
        if (_tabs.None) Close("idle");
    }

    private void OnUpstreamSpoke(UpstreamConnection connection, SseEvent said)
    {
        connection.Heard();
        if (connection != _connection) return;

        if (said.Name == EventName.Ready) OnReady();
        foreach (var trigger in Translation.Triggers(said)) _tabs.Publish(trigger);
        if (said.Id.Length > 0) _upstreamId = said.Id;
    }

    private void OnReady()
    {
        _backoff.Reset();
        _hasBeenReady = true;
        // Without an id there was no replay, so nobody can tell what came between a page's rendering and now.
        if (_upstreamId is null) _tabs.Publish(Trigger.Resync);
        Become(UpstreamState.Live);
    }

    private void OnUpstreamEnded(UpstreamEnd end)
    {
        _connection = null;
        _context.Log.LogInformation("The posta-server's stream of user {UserId} ended: {End}", _context.UserId, end);
        if (end == UpstreamEnd.Refused) OnRefused();
        else OnLost();
    }

    /// <summary>Only a new link helps, so there is no further attempt.</summary>
    private void OnRefused()
    {
        Become(UpstreamState.Unlinked);
        _context.OnRefused(_linkId);
    }

    private void OnLost()
    {
        _retry.Change(_backoff.Next(), Timeout.InfiniteTimeSpan);
        Become(UpstreamState.Down);
    }

    private void Connect()
    {
        if (_connection is null && !_closed) _connection = UpstreamConnection.Open(_open!, _upstreamId, Tell, _context.Time, _context.Log);
    }

    private void Become(UpstreamState state)
    {
        if (state == _status.State) return;

        _status = new UpstreamStatus(state, _context.Time.GetUtcNow());
        _tabs.Publish(Trigger.State(_status));
    }

    private void Close(string reason)
    {
        _closed = true;
        _events.Writer.TryComplete();
        _grace.Dispose();
        _retry.Dispose();
        _connection?.Dispose();
        _connection = null;
        _tabs.End(reason, _ => true);
        _context.OnClosed(this);
    }

    private ITimer TimerFor(UserStreamEvent due) =>
        _context.Time.CreateTimer(_ => Tell(due), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
