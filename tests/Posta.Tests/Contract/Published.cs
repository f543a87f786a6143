using System.Text.Json;
using Posta.Protocol;
using Posta.Testing;

namespace Posta.Tests.Contract;

/// <summary>The published files, read as any other implementation has to read them.</summary>
internal static class Published
{
    public static TheoryData<string> Names(string file) => [.. All(file).Select(v => v.GetProperty("name").GetString()!)];

    public static JsonElement Vector(string file, string name) => All(file).Single(v => v.GetProperty("name").GetString() == name);

    /// <summary>The actor document that a fetch of that address gives, or null.</summary>
    public static ActorDocument? Fetch(string file, PostaUrl url)
    {
        var site = Vectors.Read(file).GetProperty("sites").EnumerateArray()
            .FirstOrDefault(s => s.GetProperty("url").GetString() == url.Canonical);
        if (site.ValueKind is JsonValueKind.Undefined || site.GetProperty("status").GetInt32() != 200
            || !WireFormat.IsMediaType(site.GetProperty("contentType").GetString()))
            return null;

        ActorDocument.TryParse(site.GetProperty("body").GetBytesFromBase64(), url, out var document, out _);
        return document;
    }

    private static JsonElement.ArrayEnumerator All(string file) => Vectors.Read(file).GetProperty("vectors").EnumerateArray();
}
