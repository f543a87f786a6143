using ChatPosta.Threads;
using Posta.Protocol.Payloads;

namespace ChatPosta.Search;

/// <summary>The part of a message around the first word that was looked for, in one line and in pieces.</summary>
internal static class Excerpt
{
    /// <summary>The server searches no further.</summary>
    private const int Searched = 4096;

    private const int Length = 200;
    private const int Ahead = 60;

    public static IReadOnlyList<Piece> Of(Payload payload, IReadOnlyList<string> words) => Of(TextOf(payload), words);

    public static IReadOnlyList<Piece> Of(string text, IReadOnlyList<string> words)
    {
        var plain = BodyText.Plain(text);
        var line = string.Join(' ', plain[..Math.Min(plain.Length, Searched)].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var shown = Around(line, FirstOf(line, words));
        return [.. Pieces(shown, words)];
    }

    private static string TextOf(Payload payload) => payload switch
    {
        TextPayload text => text.Body,
        LinkPayload link => string.Join(" · ", new[] { link.Alt, link.Name, link.Url }.Where(part => part.Length > 0)),
        _ => Summary.Of(payload),
    };

    private static int FirstOf(string line, IReadOnlyList<string> words)
    {
        var folded = new Folded(line);
        return words.SelectMany(folded.Find).Select(found => found.Start.Value).DefaultIfEmpty(0).Min();
    }

    private static string Around(string line, int found)
    {
        var start = found <= Ahead ? 0 : WordFrom(line, found - Ahead, found);
        var end = Whole(line, Math.Min(start + Length, line.Length));
        return $"{(start > 0 ? "…" : "")}{line[start..end]}{(end < line.Length ? "…" : "")}";
    }

    private static int WordFrom(string line, int start, int found)
    {
        var gap = line.IndexOf(' ', start, found - start);
        return gap < 0 ? Whole(line, start) : gap + 1;
    }

    /// <summary>Not between the halves of a surrogate pair.</summary>
    private static int Whole(string line, int index) =>
        index > 0 && index < line.Length && char.IsLowSurrogate(line[index]) ? index - 1 : index;

    private static IEnumerable<Piece> Pieces(string shown, IReadOnlyList<string> words)
    {
        var isFound = new bool[shown.Length];
        var folded = new Folded(shown);
        foreach (var found in words.SelectMany(folded.Find)) isFound.AsSpan(found).Fill(true);

        for (int start = 0, end; start < shown.Length; start = end)
        {
            end = start + 1;
            while (end < shown.Length && isFound[end] == isFound[start]) end++;
            yield return new Piece(shown[start..end], isFound[start]);
        }
    }
}
