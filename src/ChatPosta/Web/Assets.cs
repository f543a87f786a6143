using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using ChatPosta.Sessions;
using Microsoft.Net.Http.Headers;

namespace ChatPosta.Web;

/// <summary>
/// The embedded stylesheet, scripts and fonts, served under one hash of all of them: a new build is a new
/// address, so browsers may keep each file for ever.
/// </summary>
internal static class Assets
{
    /// <summary>Where all of them lie, and nothing else.</summary>
    public const string Folder = "/assets/";

    private const string Prefix = "assets/";

    private static readonly FrozenDictionary<string, Asset> Files = Load();

    /// <summary>Of all files: another build, another hash.</summary>
    public static string Hash { get; } = HashOf(Files);

    public static string Url(string name) =>
        Files.ContainsKey(name) ? $"/assets/{Hash}/{name}" : throw new ArgumentException($"There is no asset '{name}'.", nameof(name));

    public static byte[] Content(string name) => Files[name].Content;

    public static void MapAssets(this IEndpointRouteBuilder app) =>
        app.MapMethods("/assets/{hash}/{name}", [HttpMethods.Get, HttpMethods.Head], Serve).WithMetadata(new OpenToAll());

    private static IResult Serve(string hash, string name, HttpContext context)
    {
        if (hash != Hash || !Files.TryGetValue(name, out var asset)) return Results.NotFound();

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (asset.Brotli is not null && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            headers.ContentEncoding = "br";
            return Results.Bytes(asset.Brotli, asset.ContentType);
        }

        return Results.Bytes(asset.Content, asset.ContentType);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..], name => Read(assembly.GetManifestResourceStream(name)!, name));
    }

    private static Asset Read(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        using (stream) stream.CopyTo(memory);
        var content = IsOurText(name) ? LeanText.Of(memory.ToArray()) : memory.ToArray();
        return Path.GetExtension(name) switch
        {
            ".css" => new("text/css; charset=utf-8", content, Compress(content)),
            ".js" => new("text/javascript; charset=utf-8", content, Compress(content)),
            ".svg" => new("image/svg+xml", content, Compress(content)),
            ".png" => new("image/png", content, null),
            ".woff2" => new("font/woff2", content, null),
            var other => throw new InvalidOperationException($"No content type for '{other}' ({name})."),
        };
    }

    private static bool IsOurText(string name) =>
        Path.GetExtension(name) is ".css" or ".js" && !name.EndsWith(".min.js", StringComparison.Ordinal);

    private static byte[] Compress(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var brotli = new BrotliStream(memory, CompressionLevel.Optimal)) brotli.Write(content);
        return memory.ToArray();
    }

    private static string HashOf(FrozenDictionary<string, Asset> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, asset) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(asset.Content);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private sealed record Asset(string ContentType, byte[] Content, byte[]? Brotli);
}
