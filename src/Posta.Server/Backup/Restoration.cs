using Posta.Server.Identities;
using Posta.Server.Outbox;

namespace Posta.Server.Backup;

/// <summary>An identity of a backup on its way to becoming one of the manifest.</summary>
internal sealed record RestoredIdentity(ManifestEntry Entry, IdentityFolder Unpacked, int Messages, int Waiting);

/// <summary>Brings identities of a checked backup into the data folder and the manifest.</summary>
internal sealed class Restoration(UnpackedBackup backup, ServerConfig config)
{
    public string TakenAt => backup.Contents.TakenAt;

    public IReadOnlyList<ManifestEntry> Entries => [.. backup.Contents.Identities.Select(identity => identity.Entry)];

    /// <summary>Brings its database up to date where it lies, so that what cannot be used is found before it is live.</summary>
    public async Task<RestoredIdentity> Prepare(ManifestEntry entry, string slug, CancellationToken ct)
    {
        var unpacked = backup.Folder(entry.Slug);
        await using var database = unpacked.OpenDatabase();
        var counts = await new OutboxStore(database).Count(ct);
        await database.Checkpoint(ct);
        return new RestoredIdentity(entry with { Slug = slug }, unpacked, counts.Messages, counts.Waiting);
    }

    /// <summary>Why it cannot be restored; null when it can.</summary>
    public string? Obstacle(RestoredIdentity plan)
    {
        var (slug, folder) = (plan.Entry.Slug, IdentityFolder.Of(config.Data, plan.Entry.Slug));
        if (Path.Exists(folder.Path))
            return $"{folder.Path} exists already. Move it away, delete it with `posta-server identity purge --slug {slug} --yes`, or restore under another name with --as.";

        var entries = Manifest.Read(config.Manifest);
        if (entries.Any(other => other.Slug == slug))
            return $"{slug} stands in {config.Manifest} already. Take it out with `posta-server identity remove --slug {slug}`, or restore under another name with --as.";
        return entries.FirstOrDefault(other => other.Url.Authority == plan.Entry.Url.Authority) is { } neighbour
            ? $"{neighbour.Slug} has the host {neighbour.Url.Authority} already. Take it out with `posta-server identity remove --slug {neighbour.Slug}`."
            : null;
    }

    public void MakeLive(RestoredIdentity plan)
    {
        Directory.Move(plan.Unpacked.Path, IdentityFolder.Of(config.Data, plan.Entry.Slug).Path);
        DurableFile.FlushFolder(config.Data);
        Manifest.Add(config.Manifest, plan.Entry);
    }
}
