using System.Text.RegularExpressions;
using Posta.Server.Identities;

namespace Posta.Server.Backup;

/// <summary>Which files of an identity's folder a backup holds, and which names it may hold.</summary>
internal static partial class SavedName
{
    /// <summary>Keys and images. The database is copied by itself; locks, unfinished files and copies before a migration are not wanted.</summary>
    public static bool IsSaved(FileInfo file) => IsKeys(file.Name) || HashIn(file.Name) is not null;

    /// <summary>The names that a stranger's tar may bring to the disk: "slug/file" and nothing that leads elsewhere.</summary>
    public static bool IsAllowed(string name) =>
        name == BackupContents.FileName
        || (name.Split('/') is [var slug, var file] && Slug.IsValid(slug) && (IsKeys(file) || file == IdentityFolder.DatabaseName || HashIn(file) is not null));

    /// <summary>The SHA-256 that a stored image is named after; null when it is something else.</summary>
    public static string? HashIn(string fileName) => ImageName().Match(fileName) is { Success: true } match ? match.Groups["hash"].Value : null;

    private static bool IsKeys(string fileName) => fileName == IdentityFolder.KeysName;

    [GeneratedRegex(@"^(avatar|upload)-(?<hash>[0-9a-f]{64})\.[a-z0-9]+\z")]
    private static partial Regex ImageName();
}
