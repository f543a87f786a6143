namespace ChatPosta.Share;

/// <summary>What another app hands over (the web app manifest's <c>share_target</c>), as one text for a message.</summary>
internal static class SharedText
{
    /// <summary>One line each. Apps often say the same twice, such as a page's address in its text and by itself.</summary>
    public static string From(string? title, string? text, string? url)
    {
        var lines = new List<string>();
        foreach (var part in new[] { text, title, url }.Select(Tidy))
            if (part.Length > 0 && !lines.Any(line => line.Contains(part, StringComparison.Ordinal))) lines.Insert(part == Tidy(title) ? 0 : lines.Count, part);
        return string.Join('\n', lines);
    }

    /// <summary>After what stands in the draft already, which is somebody's work.</summary>
    public static string After(string draft, string shared) => string.IsNullOrWhiteSpace(draft) ? shared : $"{draft.TrimEnd()}\n{shared}";

    private static string Tidy(string? part) => (part ?? "").ReplaceLineEndings("\n").Trim();
}
