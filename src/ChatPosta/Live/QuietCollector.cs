namespace ChatPosta.Live;

/// <summary>
/// Gives back what a rush has left: many tabs that come at once, each with a connection to a server. A certificate's
/// memory is OpenSSL's, and is held by an object of a few bytes until the collector finds that; but the collector runs
/// when the program allocates, and after a rush it does not. A third of what an idle user weighed was of that kind.
/// </summary>
internal sealed class QuietCollector(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>All threads stand still for it, 0.1 s with a thousand users, 0.5 s with ten thousand tabs: at most a hundredth of the time.</summary>
    private const int Rest = 100;

    private readonly Rush _rush = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!_rush.IsOver(GC.GetTotalAllocatedBytes())) continue;

            var begin = time.GetTimestamp();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await Task.Delay(Rest * time.GetElapsedTime(begin), time, stoppingToken);
        }
    }
}
