using System.Formats.Tar;
using System.Security.Cryptography;
using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Identities;

namespace Posta.Server.Backup;

/// <summary>
/// Writes identities into one tar file while they may be in use. The file appears under its name when it is whole, was read
/// back and found good.
/// </summary>
internal sealed class BackupWriter : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _target;
    private readonly string _part;
    private readonly WorkFolder _work;
    private readonly TarWriter _tar;
    private readonly List<SavedIdentity> _identities = [];
    private readonly List<SavedFile> _files = [];

    /// <exception cref="IOException">There is such a file already, or no folder for it, or none can be made there.</exception>
    public BackupWriter(string target)
    {
        if (Path.Exists(target))
            throw new IOException($"{target} exists already; name another file.");

        _target = Path.GetFullPath(target);
        var folder = Path.GetDirectoryName(_target)!;
        // Made silently, a folder with a typing error in its name would hold private keys where nobody looks.
        if (!Directory.Exists(folder))
            throw new IOException($"there is no folder {folder}. Make it, for the one user who may read private keys.");

        _work = WorkFolder.In(folder);
        _part = Path.Combine(_work.Path, "backup.tar");
        _tar = new TarWriter(new FileStream(_part, FileMode.CreateNew), TarEntryFormat.Pax);
    }

    public bool IsEmpty => _identities.Count == 0;

    /// <summary>Files that were left out, because they are not what their names say.</summary>
    public List<string> LeftOut { get; } = [];

    /// <summary>Adds one identity. The database first: what it speaks of was on the disk before it.</summary>
    /// <exception cref="DatabaseException">The database is damaged.</exception>
    /// <exception cref="FormatException">The keys are not valid.</exception>
    /// <exception cref="ConfigurationException">The folder is another address's.</exception>
    public void Add(ManifestEntry entry, IdentityFolder folder)
    {
        if (!folder.MayBeOf(entry))
            throw folder.IsNotOf(entry);
        var copy = Path.Combine(_work.Path, "inbox.db");
        DatabaseInspection.Copy(folder.DatabaseFile, copy);
        _ = KeyFile.Read(folder.Keys);
        AddFile(copy, $"{entry.Slug}/{Path.GetFileName(folder.DatabaseFile)}");
        File.Delete(copy);

        foreach (var file in folder.Files().Where(SavedName.IsSaved))
            AddFile(file.FullName, $"{entry.Slug}/{file.Name}");
        _identities.Add(SavedIdentity.Of(entry));
    }

    /// <summary>Closes the file, reads it back, and gives it its name.</summary>
    /// <exception cref="InvalidDataException">What was written is not what was read.</exception>
    public async Task<BackupContents> Finish(DateTimeOffset now, CancellationToken ct)
    {
        var contents = new BackupContents { TakenAt = PostaTime.Format(now), Identities = _identities, Files = _files };
        Write(BackupContents.FileName, new MemoryStream(contents.ToJson()));
        await _tar.DisposeAsync();
        FlushToDisk(_part);

        using (var back = await UnpackedBackup.Unpack(_part, _work.Path, ct))
            back.Check();
        File.Move(_part, _target, overwrite: false);
        DurableFile.FlushFolder(Path.GetDirectoryName(_target)!);
        return contents;
    }

    public void Dispose()
    {
        try
        {
            _tar.Dispose();
        }
        catch (IOException)
        {
            // It would still write its end; where there is no room for that, nobody wants it any more.
        }
        finally
        {
            _work.Dispose();
        }
    }

    private void AddFile(string path, string name)
    {
        using var file = OpenOrNull(path);
        // A replaced avatar may go between the listing and the reading.
        if (file is null)
            return;

        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (SavedName.HashIn(Path.GetFileName(path)) is { } named && named != hash)
        {
            LeftOut.Add(path);
            return;
        }

        file.Position = 0;
        _files.Add(new SavedFile(name, file.Length, hash));
        Write(name, file);
    }

    private void Write(string name, Stream content) =>
        _tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = OwnerOnly });

    private static FileStream? OpenOrNull(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static void FlushToDisk(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, OwnerOnly);
        file.Flush(flushToDisk: true);
    }
}
