using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Posta.Server.Setup;

/// <summary>
/// The embedded page and what it loads. Style and scripts lie below one hash of all of them: a new build is a new address,
/// so browsers may keep them for ever.
/// </summary>
internal static class SetupFiles
{
    private const string Prefix = "setup/";
    private const string PageName = "setup.html";

    private static readonly FrozenDictionary<string, SetupFile> All = Load();

    public static string Hash { get; } = HashOf(All);

    public static SetupFile Page { get; } = All[PageName] with
    {
        Content = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(All[PageName].Content).Replace("{hash}", Hash, StringComparison.Ordinal)),
    };

    /// <summary>Where a browser finds that file.</summary>
    public static string Address(string name) => $"{SetupEndpoint.Path}/{Hash}/{name}";

    public static SetupFile? Find(string hash, string name) => hash == Hash && name != PageName ? All.GetValueOrDefault(name) : null;

    private static FrozenDictionary<string, SetupFile> Load()
    {
        var assembly = typeof(SetupFiles).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource => Read(assembly.GetManifestResourceStream(resource)!, resource));
    }

    private static SetupFile Read(Stream stream, string name)
    {
        using var content = new MemoryStream();
        using (stream)
            stream.CopyTo(content);
        return new SetupFile(ContentType(name), content.ToArray());
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"No content type for '{other}' ({name})."),
    };

    private static string HashOf(FrozenDictionary<string, SetupFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, file) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(file.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }
}
