using System.Runtime.CompilerServices;

namespace Posta.Tests.Hosting.Configuration;

/// <summary>The files of toml-test, found from this source file so that nothing has to be copied.</summary>
internal static class TomlSuite
{
    public static string Folder { get; } = Path.GetFullPath("../../../vectors/toml", Path.GetDirectoryName(ThisFile())!);

    public static TheoryData<string> Files(string kind) => [.. Directory
        .EnumerateFiles(Path.Combine(Folder, kind), "*.toml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path))
        .Order(StringComparer.Ordinal)];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
