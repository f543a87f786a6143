using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Posta.Testing;

/// <summary>Test data that other implementations can use as well: the JSON files in tests/vectors.</summary>
public static class Vectors
{
    private static readonly ConcurrentDictionary<string, JsonElement> Files = new();

    public static string Folder { get; } = Path.GetFullPath("../vectors", Path.GetDirectoryName(ThisFile())!);

    public static JsonElement Read(string name) => Files.GetOrAdd(name, _ => JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, name))));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
