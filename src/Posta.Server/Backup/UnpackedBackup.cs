using System.Formats.Tar;
using System.Security.Cryptography;
using Posta.Hosting.Data;
using Posta.Server.Identities;

namespace Posta.Server.Backup;

/// <summary>A backup in a folder of its own, to be looked at before anything of it is used.</summary>
internal sealed class UnpackedBackup : IDisposable
{
    private const string NoTar = "it is not a whole tar file";

    private readonly WorkFolder _folder;

    private readonly IReadOnlyList<string> _names;

    private UnpackedBackup(WorkFolder folder, IReadOnlyList<string> names, BackupContents contents) => (_folder, _names, Contents) = (folder, names, contents);

    public BackupContents Contents { get; }

    /// <exception cref="InvalidDataException">It is not a whole backup.</exception>
    public static async Task<UnpackedBackup> Unpack(string file, string below, CancellationToken ct)
    {
        var folder = WorkFolder.In(below);
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            var names = new List<string>();
            return new UnpackedBackup(folder, names, await Unpack(stream, folder.Path, names, ct));
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is FormatException or EndOfStreamException)
                throw new InvalidDataException(NoTar, e);
            throw;
        }
    }

    public IdentityFolder Folder(string slug) => IdentityFolder.Of(_folder.Path, slug);

    /// <summary>Every file is what was written, databases and keys can be used, and each image is named after its bytes.</summary>
    /// <exception cref="InvalidDataException">The first thing that is not so.</exception>
    public void Check()
    {
        foreach (var file in Contents.Files)
            Check(file);
        if (_names.Except(Contents.Files.Select(file => file.Name)).FirstOrDefault() is { } stranger)
            throw new InvalidDataException($"its list of contents does not name {stranger}");
        foreach (var identity in Contents.Identities)
            Check(identity.Entry);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the reader finds wrong with a header, it says in words for programmers.</summary>
    private static async Task<TarEntry?> Next(TarReader tar, CancellationToken ct)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, ct);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(NoTar, e);
        }
    }

    private static async Task<BackupContents> Unpack(Stream stream, string folder, List<string> names, CancellationToken ct)
    {
        await using var tar = new TarReader(stream);
        while (await Next(tar, ct) is { } entry)
        {
            if (!SavedName.IsAllowed(entry.Name) || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new InvalidDataException($"there is no \"{entry.Name}\" in a backup of posta-server");

            if (names.Count > BackupContents.MaxFiles)
                throw new InvalidDataException($"it holds more than {BackupContents.MaxFiles} files");
            if (entry.Name == BackupContents.FileName && entry.Length > BackupContents.MaxBytes)
                throw new InvalidDataException("its list of contents is too long");

            var path = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await Write(entry.DataStream ?? Stream.Null, path, ct);
            if (entry.Name == BackupContents.FileName)
                return BackupContents.Parse(await File.ReadAllBytesAsync(path, ct));
            names.Add(entry.Name);
        }

        throw new InvalidDataException("its end is missing");
    }

    private static async Task Write(Stream content, string path, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await content.CopyToAsync(file, ct);
        file.Flush(flushToDisk: true);
    }

    private void Check(SavedFile saved)
    {
        if (!SavedName.IsAllowed(saved.Name))
            throw new InvalidDataException("its list of contents names a file that cannot be");

        var path = Path.Combine(_folder.Path, saved.Name);
        if (!File.Exists(path))
            throw new InvalidDataException($"{saved.Name} is missing in it");

        using var stream = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (hash != saved.Sha256 || stream.Length != saved.Size)
            throw new InvalidDataException($"{saved.Name} in it is damaged");
        if (SavedName.HashIn(Path.GetFileName(saved.Name)) is { } name && name != hash)
            throw new InvalidDataException($"{saved.Name} in it is not the image that its name says");
    }

    private void Check(ManifestEntry entry)
    {
        var folder = Folder(entry.Slug);
        if (!folder.Exists)
            throw new InvalidDataException($"the keys or the database of {entry.Slug} are missing in it");

        try
        {
            _ = KeyFile.Read(folder.Keys);
            if (folder.InspectDatabase() is { Damage: { } damage })
                throw new InvalidDataException($"the database of {entry.Slug} in it is damaged ({damage})");
            if (!folder.MayBeOf(entry))
                throw new InvalidDataException($"the messages and tokens of {entry.Slug} in it belong to another address than {entry.Url.Display}");
        }
        catch (Exception e) when (e is FormatException or DatabaseException)
        {
            throw new InvalidDataException($"what it holds of {entry.Slug} cannot be used: {e.Message}", e);
        }
    }
}
