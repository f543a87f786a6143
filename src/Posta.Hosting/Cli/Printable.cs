namespace Posta.Hosting.Cli;

/// <summary>Makes text from elsewhere safe for a terminal and for a log line.</summary>
internal static class Printable
{
    /// <summary>
    /// The text on one line: a control character could forge lines or steer the terminal,
    /// a bidirectional override could show an address in another order.
    /// </summary>
    public static string Line(string text) =>
        text.Any(IsHarmful) ? string.Create(text.Length, text, Replace) : text;

    private static void Replace(Span<char> line, string text)
    {
        for (var i = 0; i < line.Length; i++) line[i] = IsHarmful(text[i]) ? '\uFFFD' : text[i];
    }

    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
