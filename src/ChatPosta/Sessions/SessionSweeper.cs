using ChatPosta.Live;

namespace ChatPosta.Sessions;

/// <summary>Once a minute: sessions that are idle or too old go, and their event streams with them.</summary>
internal sealed class SessionSweeper(SessionStore sessions, LiveHub live, TimeProvider time, ILogger<SessionSweeper> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Sweep();
    }

    private async Task Sweep()
    {
        try
        {
            foreach (var id in await sessions.Sweep()) live.EndSession(id);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Could not sweep the sessions; the next try is in a minute");
        }
    }
}
