using System.Text.RegularExpressions;

namespace ChatPosta.Tests.Languages;

/// <summary>What the sources of the program say to people: the English texts that stand in <c>T(…)</c>.</summary>
internal static partial class SourceTexts
{
    /// <summary>Below src/ChatPosta, by path.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } = Directory
        .EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(Folder, file).Replace('\\', '/'), File: file))
        .Where(each => Path.GetExtension(each.File) is ".cs" or ".razor" or ".js" && !each.Path.StartsWith("node_modules/", StringComparison.Ordinal))
        .ToDictionary(each => each.Path, each => File.ReadAllText(each.File));

    public static string Folder => Path.Combine(Root, "src", "ChatPosta");

    public static IReadOnlySet<string> All { get; } = Files
        .Where(file => file.Key != "Languages/Texts.cs")
        .SelectMany(file => Calls(file.Value).SelectMany(call => Keys(call, file.Key)))
        .ToHashSet();

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "ChatPosta.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    /// <summary>Each <c>T(…)</c> in full.</summary>
    public static IEnumerable<string> Calls(string source) =>
        Call().Matches(source).Select(call => source[call.Index..End(source, call.Index + call.Length)]);

    /// <summary>Where the bracket before <paramref name="at"/> is closed.</summary>
    public static int End(string source, int at)
    {
        for (var depth = 1; depth > 0; at++)
        {
            if (source[at] == '"') at += Literal().Match(source, at).Length - 1;
            else if (source[at] is '(' or '[' or '{') depth++;
            else if (source[at] is ')' or ']' or '}') depth--;
        }

        return at;
    }

    public static IEnumerable<string> Literals(string source) => Literal().Matches(source).Select(literal => Read(literal.Groups[1].Value));

    /// <summary>The first argument, or the two after it where the first is a number.</summary>
    private static string[] Keys(string call, string file)
    {
        var arguments = Arguments(call).ToArray();
        var first = Literals(arguments[0]).ToArray();
        var keys = first.Length > 0 ? first : [.. arguments.Skip(1).Take(2).SelectMany(Literals)];
        Assert.True(keys.Length > 0, $"{file}: {call} has no text in it.");
        return keys;
    }

    private static IEnumerable<string> Arguments(string call)
    {
        var start = 2;
        for (var at = start; at < call.Length; at++)
        {
            if (call[at] == '"') at += Literal().Match(call, at).Length - 1;
            else if (call[at] is '(' or '[' or '{') at = End(call, at + 1) - 1;
            else if (call[at] is ',' or ')')
            {
                yield return call[start..at];
                start = at + 1;
            }
        }
    }

    private static string Read(string literal) => literal.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.])T\(")]
    private static partial Regex Call();

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Literal();
}
