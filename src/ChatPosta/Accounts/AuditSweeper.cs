namespace ChatPosta.Accounts;

/// <summary>Who did what is kept for half a year: long enough to look into what went wrong, and no longer.</summary>
internal sealed class AuditSweeper(AccountDatabase accounts, TimeProvider time, ILogger<AuditSweeper> log) : BackgroundService
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do await Sweep();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Sweep()
    {
        try
        {
            if (await accounts.Db.Write(db => AuditStore.Forget(db, time.GetUtcNow() - Kept)) > 0) await accounts.Db.Checkpoint();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Could not delete old audit rows; the next try is in an hour");
        }
    }
}
