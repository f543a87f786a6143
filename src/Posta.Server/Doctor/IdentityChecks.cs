using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Identities;
using Posta.Server.Outbox;

namespace Posta.Server.Doctor;

/// <summary>What concerns one identity on this machine. Nothing is changed, whether a daemon runs or not.</summary>
internal sealed class IdentityChecks(ManifestEntry entry, IdentityFolder folder, TimeProvider time)
{
    private static readonly TimeSpan LongWait = TimeSpan.FromHours(1);

    private readonly string _slug = entry.Slug;

    public IEnumerable<Finding> Run() => folder.Obstacle("Restore the folder from a backup.") is { } obstacle
        ? [Finding.Problem(_slug, "files", obstacle)]
        : [.. Modes(), Lock(), Guarded("keys", Keys), Guarded("database", Database), Guarded("outbox", Outbox)];

    private IEnumerable<Finding> Modes()
    {
        string[] open = [.. new[] { folder.Path, folder.Keys, folder.DatabaseFile }.Where(Privacy.IsOpenToOthers)];
        return open.Length == 0
            ? [Finding.Ok(_slug, "files", $"{folder.Path}, readable by its owner only.")]
            : open.Select(path => Finding.Warning(_slug, "files", $"others than its owner may read {path}. Take that away: chmod go= {path}"));
    }

    private Finding Lock() => IdentityLock.IsHeld(folder)
        ? Finding.Ok(_slug, "lock", "a posta-server is using it.")
        : Finding.Ok(_slug, "lock", "no posta-server is using it.");

    private Finding Keys()
    {
        var ring = KeyFile.Read(folder.Keys);
        var current = ring.Current(time.GetUtcNow());
        return ring.Keys.Count == ActorDocument.MaxKeys
            ? Finding.Warning(_slug, "keys", $"there are {ring.Keys.Count}, as many as can be. Revoke old ones: posta-server key list --slug {_slug}")
            : Finding.Ok(_slug, "keys", $"{ring.Keys.Count}; {current.Id} signs.");
    }

    private Finding Database()
    {
        var found = folder.InspectDatabase();
        return found switch
        {
            { Damage: { } damage } => Finding.Problem(_slug, "database", $"{folder.DatabaseFile} is damaged ({damage}). Restore it from a backup."),
            _ when found.Schema > found.KnownSchema => Finding.Problem(
                _slug, "database", $"{folder.DatabaseFile} has schema {found.Schema}, and this program knows {found.KnownSchema}. Install the newer version again."),
            _ when found.Schema < found.KnownSchema => Finding.Ok(
                _slug, "database", $"whole; the next start brings its schema from {found.Schema} to {found.KnownSchema}."),
            _ => Finding.Ok(_slug, "database", $"whole, schema {found.Schema}."),
        };
    }

    private Finding Outbox()
    {
        var counts = DatabaseInspection.Read(folder.DatabaseFile, OutboxStore.Count);
        var stuck = PostaTime.TryParse(counts.OldestWaiting, out var since) && time.GetUtcNow() - since > LongWait;
        var words = $"{counts.Waiting} waiting, {counts.Failed} failed";
        return stuck ? Finding.Warning(_slug, "outbox", $"{words}; the oldest waits since {counts.OldestWaiting}. If no peer can be reached, look at this machine's network.")
            : counts.Failed > 0 ? Finding.Warning(_slug, "outbox", $"{words}. Their senders see why and can try again.")
            : Finding.Ok(_slug, "outbox", $"{words}.");
    }

    // Whatever stops a check is what it found.
    private Finding Guarded(string check, Func<Finding> look)
    {
        try
        {
            return look();
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or DatabaseException or SqliteException)
        {
            return Finding.Problem(_slug, check, e is FormatException ? $"{e.Message} Mend the file, or restore it from a backup." : e.Message);
        }
    }
}
