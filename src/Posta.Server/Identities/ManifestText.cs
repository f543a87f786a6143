using Posta.Hosting.Configuration;

namespace Posta.Server.Identities;

/// <summary>A manifest as a person wrote it, comments and all.</summary>
internal static class ManifestText
{
    /// <summary>
    /// The text without the lines of one identity: from its [[identity]] to its last key. Comments around them stay, since
    /// nobody but their writer knows whose they are. Null when the identity does not stand in lines of its own.
    /// </summary>
    public static string? Without(string text, string slug, string path)
    {
        var tables = Toml.Parse(text, path).Tables(Manifest.TableName).ToList();
        var index = tables.FindIndex(table => table.Text("slug") == slug);
        var lines = text.Split('\n').ToList();
        var first = tables[index].Line - 1;
        if (!lines[first].TrimStart().StartsWith("[[", StringComparison.Ordinal))
            return null;

        var end = index + 1 < tables.Count ? tables[index + 1].Line - 1 : lines.Count;
        while (end > first && IsBlankOrComment(lines[end - 1]))
            end--;
        // One blank line stood between two identities, and one still should.
        if (end < lines.Count && lines[end].Trim().Length == 0 && (first == 0 || lines[first - 1].Trim().Length == 0))
            end++;
        lines.RemoveRange(first, end - first);
        return string.Join('\n', lines);
    }

    private static bool IsBlankOrComment(string line) => line.Trim() is "" or ['#', ..];
}
