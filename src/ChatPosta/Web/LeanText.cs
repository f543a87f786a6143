using System.Text;

namespace ChatPosta.Web;

/// <summary>
/// Our scripts and styles as browsers get them: without what is there for people, comments on lines of their own and
/// indentation. A line stays the line that it was, so that what a browser reports is found in the source.
/// </summary>
internal static class LeanText
{
    private const string End = "*/";

    /// <summary>No text that runs over several lines is known here, such as a template literal; a test sees to it that there is none.</summary>
    public static byte[] Of(byte[] source)
    {
        var isComment = false;
        var lines = Encoding.UTF8.GetString(source).Split('\n');
        for (var at = 0; at < lines.Length; at++) lines[at] = Code(lines[at].Trim(), ref isComment);
        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static string Code(string line, ref bool isComment)
    {
        if (!isComment && line.StartsWith("//", StringComparison.Ordinal)) return "";

        isComment |= line.StartsWith("/*", StringComparison.Ordinal);
        if (!isComment) return line;

        var end = line.IndexOf(End, StringComparison.Ordinal);
        isComment = end < 0;
        return isComment ? "" : line[(end + End.Length)..].TrimStart();
    }
}
