using System.Globalization;
using System.Text;

namespace Posta.Protocol.Urls;

/// <summary>The host of an identity: a DNS name in lower case, never an address (wire.md §2, W-02, W-04).</summary>
internal static class HostName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;
    private const string AcePrefix = "xn--";

    // .NET asks ICU for UTS 46, non-transitional; its own fallback only knows Punycode.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private static readonly bool HasIcu = Idn.GetAscii("\uFF21") == "a";

    public static UrlRejection? Refuse(ReadOnlySpan<char> text, out string host)
    {
        host = "";
        if (text.StartsWith('['))
            return UrlRejection.IpLiteralHost;
        if (!TryMap(text, out var mapped))
            return UrlRejection.MalformedHost;
        if (IPv4Spelling.EndsInNumber(mapped))
            return IPv4Spelling.IsAddress(mapped) ? UrlRejection.IpLiteralHost : UrlRejection.MalformedHost;
        if (mapped.Length > MaxLength || !mapped.Split('.').All(IsLabel))
            return UrlRejection.MalformedHost;
        host = mapped;
        return null;
    }

    private static bool TryMap(ReadOnlySpan<char> text, out string mapped)
    {
        mapped = "";
        foreach (var c in text)
        {
            if (char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
                return false;
        }
        if (Ascii.IsValid(text))
            mapped = text.ToString().ToLowerInvariant();
        else if (!HasIcu || !TryGetAscii(text.ToString(), out mapped))
            return false;
        return mapped.Length > 0;
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && label[0] != '-'
        && label[^1] != '-'
        && (!label.StartsWith(AcePrefix, StringComparison.Ordinal) || ComesBack(label));

    // An A-label that means nothing, or that has a second spelling, would be a second name for one host.
    private static bool ComesBack(string label)
    {
        try
        {
            return TryGetAscii(Idn.GetUnicode(label), out var again) && again == label;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool TryGetAscii(string name, out string ascii)
    {
        try
        {
            ascii = Idn.GetAscii(name).ToLowerInvariant();
            return true;
        }
        catch (ArgumentException)
        {
            ascii = "";
            return false;
        }
    }
}
