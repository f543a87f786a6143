using Posta.Hosting.Configuration;
using Posta.Hosting.Data;
using Posta.Protocol.Keys;
using Posta.Server.Profile;

namespace Posta.Server.Identities;

/// <summary>Where the keys and the messages of one identity lie.</summary>
public sealed record IdentityFolder(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string FirstKeyId = "k1";

    private static readonly MigrationSet Migrations = new(typeof(IdentityFolder).Assembly, "Migrations");

    public static IdentityFolder Of(string data, string slug) => new(System.IO.Path.Combine(data, slug));

    public string Keys => System.IO.Path.Combine(Path, "keys.json");

    public string DatabaseFile => System.IO.Path.Combine(Path, "inbox.db");

    public bool Exists => File.Exists(Keys) && File.Exists(DatabaseFile);

    /// <summary>Makes what is missing of keys and database; what is there stays.</summary>
    /// <exception cref="ConfigurationException">What is there belongs to another URL.</exception>
    public static async Task<IdentityFolder> Create(
        string data, ManifestEntry entry, TimeProvider time, CancellationToken ct = default)
    {
        var folder = Of(data, entry.Slug);
        folder.MakeFolder();
        if (!File.Exists(folder.Keys))
            DurableFile.WriteSecret(folder.Keys, KeyRing.Generate(FirstKeyId, time.GetUtcNow()).ToJson());

        await using var database = folder.OpenDatabase();
        return await new ProfileStore(database).Seed(entry, ct)
            ? folder
            : throw new ConfigurationException(
                folder.Path,
                $"the messages and tokens in this folder belong to another address than {entry.Url.Display}",
                "Choose another slug, or move the folder away.");
    }

    public Database OpenDatabase() => Database.Open(DatabaseFile, Migrations);

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, OwnerOnly);
    }
}
