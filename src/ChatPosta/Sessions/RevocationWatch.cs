using ChatPosta.Accounts;
using ChatPosta.Live;
using Posta.Hosting.Data;

namespace ChatPosta.Sessions;

/// <summary>
/// The admin's commands are programs of their own that write into the same files. What they revoke, disable or delete
/// ends here within a second: requests, and the event streams that are open.
/// </summary>
internal sealed class RevocationWatch(
    SessionStore sessions, SessionDatabase sessionFile, AccountDatabase accountFile, LiveHub live, TimeProvider time, ILogger<RevocationWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private bool _isDue;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var accountChanges = new DatabaseWatch(accountFile.Db.Path);
        using var sessionChanges = new DatabaseWatch(sessionFile.Db.Path);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(accountChanges, sessionChanges);
    }

    private async Task Look(DatabaseWatch accountChanges, DatabaseWatch sessionChanges)
    {
        try
        {
            // Both are asked, so that both know from where to look the next time; what could not be done stays due.
            _isDue |= accountChanges.HasChanged() | sessionChanges.HasChanged();
            if (!_isDue) return;

            foreach (var id in await sessions.Reconcile()) live.EndSession(id);
            _isDue = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Could not look for revoked sessions; the next try is in a moment");
        }
    }
}
