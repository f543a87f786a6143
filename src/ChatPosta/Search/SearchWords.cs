using System.Text.RegularExpressions;

namespace ChatPosta.Search;

/// <summary>
/// What to mark in what was found: the words and phrases of a search. What narrows it down is for the server to read, and
/// so is whether it can be read at all.
/// </summary>
internal static partial class SearchWords
{
    /// <summary>More words than anybody types; each is looked for in each hit.</summary>
    private const int Most = 16;

    public static IReadOnlyList<string> Of(string typed) =>
        [.. Part().Matches(typed).Select(part => new Folded(part.Groups["word"].Value.Trim()).Text).Where(word => word.Length > 0).Distinct().Take(Most)];

    [GeneratedRegex(
        """
        "(?<word>[^"]*)"? | (from|before|after|has):[^\s"]* | (?<word>[^\s"]+)
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Part();
}
