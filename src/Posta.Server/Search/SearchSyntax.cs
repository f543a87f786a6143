using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Posta.Protocol;

namespace Posta.Server.Search;

/// <summary>
/// What a person types: words, "phrases", and <c>from:</c>, <c>before:</c>, <c>after:</c>, <c>has:</c> with a value.
/// Everything else, other words with a colon included, is plain text.
/// </summary>
internal static partial class SearchSyntax
{
    private const string Me = "me";

    /// <summary>Reads a query, or says which value is wrong and what would be right.</summary>
    public static bool TryRead(string typed, [NotNullWhen(true)] out SearchQuery? query, [NotNullWhen(false)] out string? problem)
    {
        query = new SearchQuery();
        problem = null;
        var words = new List<string>();
        foreach (Match part in Part().Matches(typed))
        {
            var text = part.Groups["text"].Value;
            if (!part.Groups["operator"].Success)
                words.Add(Folding.Fold(text));
            else if (Apply(query, part.Groups["operator"].Value.ToLowerInvariant(), text, out problem) is { } more)
                query = more;
            else
                break;
        }

        query = query with { Words = [.. words.Where(word => word.Length > 0).Distinct()] };
        if (query.IsEmpty)
            problem ??= "q holds nothing to look for.";
        return problem is null;
    }

    private static SearchQuery? Apply(SearchQuery query, string name, string value, out string? problem)
    {
        var (applied, cure) = name switch
        {
            "from" => (From(query, value), "from: takes me or the address of a peer, once."),
            "has" => (Is(value, IndexTerms.Image) ? query with { HasImage = true } : null, "has: takes image."),
            "before" when query.Before is null => (Time(value) is { } time ? query with { Before = time } : null, TimeCure(name)),
            "after" when query.After is null => (Time(value) is { } time ? query with { After = time } : null, TimeCure(name)),
            _ => (null, TimeCure(name)),
        };
        problem = applied is null ? cure : null;
        return applied;
    }

    private static SearchQuery? From(SearchQuery query, string value)
    {
        if (query.FromMe || query.Sender is not null)
            return null;
        if (Is(value, Me))
            return query with { FromMe = true };

        return PostaUrl.TryParseInput(value, out var sender, out _) ? query with { Sender = sender } : null;
    }

    // A day begins at midnight UTC: the server does not know where its user is. Who minds writes the whole time.
    private static DateTimeOffset? Time(string value) =>
        PostaTime.TryParse(Day().IsMatch(value) ? $"{value}T00:00:00Z" : value, out var time) ? time : null;

    private static string TimeCure(string name) =>
        $"{name}: takes a day like 2026-11-22 or a time like 2026-11-22T18:30:00Z, once.";

    private static bool Is(string value, string word) => value.Equals(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Day();

    // A quotation mark that is not closed reaches to the end.
    [GeneratedRegex(
        """((?<operator>from|before|after|has):(?<text>[^\s"]+)?|(?<text>[^\s"]+))|"(?<text>[^"]*)"?""",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
