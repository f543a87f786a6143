using ChatPosta.Upstream;
using Posta.Hosting.Events;
using static ChatPosta.Live.UserStreamEvent;

namespace ChatPosta.Live;

/// <summary>One connection to a posta-server's event stream. It only moves events; what they mean is the actor's matter.</summary>
internal sealed class UpstreamConnection : IDisposable
{
    /// <summary>A posta-server comments every 20 s, so two were missed: a dead hop that TCP has not noticed.</summary>
    public static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(45);

    /// <summary>An envelope has at most 65,536 bytes; as an event's JSON it may be escaped, six bytes for one.</summary>
    private const int MaxEvent = 512 * 1024;

    /// <summary>Read ahead of the actor; beyond that the server waits, or a flood of it would fill our memory.</summary>
    private const int MaxAhead = 4;

    private readonly Action<UserStreamEvent> _tell;
    private readonly CancellationTokenSource _dropped = new();
    private readonly CancellationTokenSource _silence;
    private readonly SemaphoreSlim _ahead = new(MaxAhead);
    private readonly ILogger _log;

    private UpstreamConnection(Action<UserStreamEvent> tell, TimeProvider time, ILogger log)
    {
        _tell = tell;
        _log = log;
        _silence = new CancellationTokenSource(SilenceLimit, time);
    }

    public static UpstreamConnection Open(
        OpenEvents open, string? lastEventId, Action<UserStreamEvent> tell, TimeProvider time, ILogger log)
    {
        var connection = new UpstreamConnection(tell, time, log);
        _ = connection.Run(open, lastEventId);
        return connection;
    }

    /// <summary>The actor has taken one event; the next may be read.</summary>
    public void Heard() => _ahead.Release();

    /// <summary>Lets go; what it still says concerns nobody.</summary>
    public void Dispose() => _dropped.Cancel();

    private async Task Run(OpenEvents open, string? lastEventId)
    {
        var end = await Follow(open, lastEventId);
        _silence.Dispose();
        _tell(new UpstreamEnded(this, end));
    }

    private async Task<UpstreamEnd> Follow(OpenEvents open, string? lastEventId)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_dropped.Token, _silence.Token);
        try
        {
            using var answer = await open(lastEventId, over.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(over.Token);
            await foreach (var said in SseReader.Read(body, MaxEvent, over.Token)) await Pass(said, over.Token);
            return UpstreamEnd.Closed;
        }
        catch (Exception exception) when (IsUpstreams(exception))
        {
            return WhoEndedIt(exception);
        }
        catch (Exception exception)
        {
            _log.LogError(exception, "Reading a posta-server's events failed; the next try follows");
            return UpstreamEnd.Closed;
        }
    }

    private async ValueTask Pass(SseEvent said, CancellationToken ct)
    {
        _silence.CancelAfter(SilenceLimit);
        if (said.IsKeepAlive) return;

        await _ahead.WaitAsync(ct);
        _tell(new UpstreamSpoke(this, said));
    }

    /// <summary>Everything that a server or the network can do to us. The rest is our own fault.</summary>
    private static bool IsUpstreams(Exception exception) =>
        exception is UpstreamException or OperationCanceledException or IOException or HttpRequestException or InvalidDataException;

    private UpstreamEnd WhoEndedIt(Exception exception) => exception switch
    {
        _ when _dropped.IsCancellationRequested => UpstreamEnd.Dropped,
        _ when _silence.IsCancellationRequested => UpstreamEnd.Silent,
        UpstreamException { Error.Failure: UpstreamFailure.Refused } => UpstreamEnd.Refused,
        UpstreamException or HttpRequestException => UpstreamEnd.Unreachable,
        InvalidDataException => UpstreamEnd.Unreadable,
        _ => UpstreamEnd.Closed,
    };
}
