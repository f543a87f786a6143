using System.Buffers;
using System.Text;

namespace Posta.Protocol.Urls;

/// <summary>The path of an identity, which HTTP libraries must have no reason to touch (wire.md §2, W-05).</summary>
internal static class UrlPath
{
    // RFC 3986 pchar and the slash; escapes are looked at apart.
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/");

    public static bool TryCanonicalize(ReadOnlySpan<char> text, out string path)
    {
        path = "";
        if (!TryNormalizeEscapes(text, out var escaped) || escaped.Split('/').Any(IsDotSegment))
            return false;
        path = escaped.TrimEnd('/');
        return true;
    }

    private static bool TryNormalizeEscapes(ReadOnlySpan<char> text, out string escaped)
    {
        var path = new StringBuilder(text.Length);
        escaped = "";
        for (var i = 0; i < text.Length; i++)
        {
            if (Allowed.Contains(text[i]))
                path.Append(text[i]);
            else if (IsEscape(text[i..]))
                path.Append('%').Append(char.ToUpperInvariant(text[++i])).Append(char.ToUpperInvariant(text[++i]));
            else
                return false;
        }
        escaped = path.ToString();
        return true;
    }

    private static bool IsEscape(ReadOnlySpan<char> text) =>
        text.Length >= 3 && text[0] == '%' && char.IsAsciiHexDigit(text[1]) && char.IsAsciiHexDigit(text[2]);

    private static bool IsDotSegment(string segment) =>
        segment.Replace("%2E", ".", StringComparison.Ordinal) is "." or "..";
}
