using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Protocol.Keys;
using Posta.Server.Profile;
using Posta.Server.Search;

namespace Posta.Server.Identities;

/// <summary>Where the keys and the messages of one identity lie.</summary>
public sealed record IdentityFolder(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    internal const string KeysName = "keys.json";
    internal const string DatabaseName = "inbox.db";

    private const string FirstKeyId = "k1";

    // A start waits for these checks; bigger files are looked through after it.
    private const long CheckedWhileOpening = 1 << 20;

    private static readonly MigrationSet Migrations = new(typeof(IdentityFolder).Assembly, "Migrations");

    private static readonly DatabaseOptions Options = new() { Equip = IndexTerms.AddTo };

    public static IdentityFolder Of(string data, string slug) => new(System.IO.Path.Combine(data, slug));

    public string Keys => System.IO.Path.Combine(Path, KeysName);

    public string DatabaseFile => System.IO.Path.Combine(Path, DatabaseName);

    public bool Exists => File.Exists(Keys) && File.Exists(DatabaseFile);

    /// <summary>Why it cannot be used, and the way out: nothing is there, or this user may not look; null where keys and database are.</summary>
    internal string? Obstacle(string wayOut)
    {
        if (Exists) return null;

        try
        {
            // Where somebody may not look, every file seems to be missing.
            _ = Directory.EnumerateFileSystemEntries(Path).Any();
        }
        catch (UnauthorizedAccessException)
        {
            return $"this user may not look into {Path}. Run it as the user whose folder that is.";
        }
        catch (IOException)
        {
            // Then it is missing, or something else stands in its place.
        }

        return $"there are no keys or no database in {Path}. {wayOut}".TrimEnd();
    }

    /// <summary>Makes what is missing of keys and database; what is there stays.</summary>
    /// <exception cref="ConfigurationException">What is there belongs to another URL.</exception>
    public static async Task<IdentityFolder> Create(
        string data, ManifestEntry entry, TimeProvider time, CancellationToken ct = default)
    {
        var folder = Of(data, entry.Slug);
        folder.MakeFolder();
        if (!File.Exists(folder.Keys))
            DurableFile.WriteSecret(folder.Keys, KeyRing.Generate(FirstKeyId, time.GetUtcNow()).ToJson());

        await using var database = folder.OpenForCommand();
        return await new ProfileStore(database).Seed(entry, ct)
            ? folder
            : throw folder.IsNotOf(entry);
    }

    internal ConfigurationException IsNotOf(ManifestEntry entry) => new(
        Path,
        $"the messages and tokens in this folder belong to another address than {entry.Url.Display}",
        "Choose another slug, give this one its own address, or move the folder away.");

    /// <summary>Whether it may be that identity's; looks without changing anything.</summary>
    /// <exception cref="DatabaseException">It cannot be opened, or is no database.</exception>
    internal bool MayBeOf(ManifestEntry entry) =>
        DatabaseInspection.Read(DatabaseFile, ProfileStore.Owner) is var owner && (owner.Length == 0 || owner == entry.Url.Canonical);

    /// <summary>For a command, which a daemon may be running beside: the schema stays the one that it knows, and nobody waits for a look at every page.</summary>
    /// <exception cref="DatabaseException">The daemon is another version.</exception>
    internal Database OpenForCommand() =>
        Database.Open(DatabaseFile, Migrations, Options with { CheckOnOpen = false, Migrate = !IdentityLock.IsHeld(this) });

    public Database OpenDatabase() => Database.Open(DatabaseFile, Migrations, Options);

    /// <summary>For a daemon: told of damage that is met later, and quick to open.</summary>
    internal Database OpenDatabase(Action<DatabaseException> onDamage) =>
        Database.Open(DatabaseFile, Migrations, Options with { CheckOnOpen = !IsBig, OnDamage = onDamage });

    /// <summary>What a look at the database finds, without changing it.</summary>
    /// <exception cref="DatabaseException">It cannot be opened, or is no database.</exception>
    internal DatabaseInspection InspectDatabase() => DatabaseInspection.Of(DatabaseFile, Migrations);

    /// <summary>Too big to be looked through before it is served.</summary>
    internal bool IsBig => new FileInfo(DatabaseFile).Length > CheckedWhileOpening;

    /// <summary>The identity's own files, by name. What somebody put into a folder below is none of them.</summary>
    internal IReadOnlyList<FileInfo> Files() => Files(SearchOption.TopDirectoryOnly);

    /// <summary>Everything that deleting it deletes.</summary>
    internal IReadOnlyList<FileInfo> AllFiles() => Files(SearchOption.AllDirectories);

    /// <summary>What a purge that broke off has left of it.</summary>
    internal IReadOnlyList<IdentityFolder> Graves() => Directory.Exists(Data)
        ? [.. Directory.EnumerateDirectories(Data, $"{Grave}*").Where(IsGrave).Order(StringComparer.Ordinal).Select(path => new IdentityFolder(path))]
        : [];

    /// <summary>Takes it out of the way at once, under a name that no slug has: a crash never leaves half of it at its place.</summary>
    internal void Bury()
    {
        Directory.Move(Path, System.IO.Path.Combine(Data, $"{Grave}{Guid.NewGuid():N}"));
        DurableFile.FlushFolder(Data);
    }

    private string Data => System.IO.Path.GetDirectoryName(Path)!;

    private string Grave => $".deleted-{System.IO.Path.GetFileName(Path)}-";

    // ".deleted-a-" begins the graves of "a-b" too; only the length tells them apart.
    private bool IsGrave(string path) => System.IO.Path.GetFileName(path).Length == Grave.Length + Guid.Empty.ToString("N").Length;

    private IReadOnlyList<FileInfo> Files(SearchOption depth) =>
        [.. new DirectoryInfo(Path).EnumerateFiles("*", depth).OrderBy(file => file.FullName, StringComparer.Ordinal)];

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, OwnerOnly);
    }
}
