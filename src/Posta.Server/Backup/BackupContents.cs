using System.Text.Json;
using System.Text.Json.Serialization;
using Posta.Protocol;
using Posta.Server.Identities;

namespace Posta.Server.Backup;

/// <summary>
/// The last entry of a backup: whose it is and what must be in it. A backup without it was cut off.
/// </summary>
internal sealed record BackupContents
{
    public const string FileName = "contents.json";

    /// <summary>What this program writes and reads; another number is a newer program's.</summary>
    public const int KnownFormat = 1;

    /// <summary>Room for a million files; it is read into memory as a whole.</summary>
    public const long MaxBytes = 256L << 20;

    /// <summary>More than anybody's images, so that a stranger's tar cannot use up every name of a disk.</summary>
    public const int MaxFiles = 1_000_000;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public int Format { get; init; } = KnownFormat;

    public required string TakenAt { get; init; }

    public required IReadOnlyList<SavedIdentity> Identities { get; init; }

    public required IReadOnlyList<SavedFile> Files { get; init; }

    /// <exception cref="InvalidDataException">It is not valid, or too new.</exception>
    public static BackupContents Parse(byte[] json)
    {
        try
        {
            var contents = JsonSerializer.Deserialize<BackupContents>(json, Options);
            return contents switch
            {
                null => throw new InvalidDataException("its list of contents is empty"),
                { Format: not KnownFormat } => throw new InvalidDataException("a newer posta-server made it; use that version to restore it"),
                _ when !contents.IsWhole => throw new InvalidDataException("its list of contents has holes"),
                _ => contents,
            };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("its list of contents cannot be read", e);
        }
    }

    // What the annotations do not reach: the elements of the lists, and what a moment is.
    private bool IsWhole => PostaTime.TryParse(TakenAt, out _) && Identities.All(one => one is not null) && Files.All(one => one is not null);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}

/// <summary>An identity's entry of the manifest.</summary>
internal sealed record SavedIdentity(string Slug, string Url, string Name, string Kind)
{
    public static SavedIdentity Of(ManifestEntry entry) => new(entry.Slug, entry.Url.Canonical, entry.Name, entry.Kind);

    /// <exception cref="InvalidDataException">The slug or the url is not valid.</exception>
    public ManifestEntry Entry => Identities.Slug.IsValid(Slug) && PostaUrl.TryCanonicalize(Url, out var url, out _)
        ? new ManifestEntry(Slug, url, Name, Kind)
        : throw new InvalidDataException("its list of contents names an identity that cannot be");
}

/// <summary>One file: "alice/keys.json", its size and the hash of its bytes.</summary>
internal sealed record SavedFile(string Name, long Size, string Sha256);
