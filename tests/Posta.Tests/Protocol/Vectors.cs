using System.Text.Json;

namespace Posta.Tests.Protocol;

/// <summary>Test data that other implementations can use as well: the JSON files in tests/vectors.</summary>
internal static class Vectors
{
    public static JsonElement[] Read(string name)
    {
        using var file = typeof(Vectors).Assembly.GetManifestResourceStream($"vectors/{name}.json")!;
        return [.. JsonElement.Parse(new BinaryReader(file).ReadBytes((int)file.Length)).EnumerateArray()];
    }
}
