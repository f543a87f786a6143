namespace Posta.Hosting.Configuration;

/// <summary>Finds what a person may have meant.</summary>
internal static class Nearest
{
    private const int MostTypos = 2;

    public static string Suggest(string typed, IReadOnlyCollection<string> known)
    {
        var nearest = known.MinBy(name => Distance(typed, name));
        return nearest is not null && Distance(typed, nearest) <= MostTypos
            ? $"Did you mean \"{nearest}\"?"
            : $"The settings are {string.Join(", ", known)}.";
    }

    // The right key in the wrong table is a near miss too.
    private static int Distance(string typed, string name) =>
        name.EndsWith("." + typed, StringComparison.Ordinal) ? 1 : Edits(typed, name);

    /// <summary>Levenshtein's distance: letters added, dropped or replaced.</summary>
    private static int Edits(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                (diagonal, row[j]) = (row[j], Math.Min(replaced, Math.Min(row[j - 1], row[j]) + 1));
            }
        }

        return row[^1];
    }
}
