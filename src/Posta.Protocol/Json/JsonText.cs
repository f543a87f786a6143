using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Posta.Protocol.Json;

/// <summary>Strings out of raw JSON. The framework throws on half a surrogate pair; strangers may well send one (W-13).</summary>
internal static class JsonText
{
    /// <summary>A string's text if it is one and has neither half a character nor U+0000 in it.</summary>
    public static bool TryStrict(RawJson json, out string text)
    {
        text = IsString(json) ? Unescape(json) : "";
        return IsString(json) && !text.Contains('\0') && Whole(text) == text;
    }

    /// <summary>A string's text with U+FFFD for every half character, or null if it is no string.</summary>
    public static string? Lenient(RawJson json) => IsString(json) ? Whole(Unescape(json)) : null;

    /// <summary>The exact UTF-16 units that a string token (checked before) stands for.</summary>
    public static string Unescape(RawJson json)
    {
        var raw = Encoding.UTF8.GetString(json.Utf8.Span[1..^1]);
        if (!raw.Contains('\\'))
            return raw;
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
            text.Append(raw[i] == '\\' ? Escaped(raw, ref i) : raw[i]);
        return text.ToString();
    }

    public static bool IsString(RawJson json) => json.Utf8.Span[0] == '"';

    public static bool IsNull(RawJson json) => json.Utf8.Span[0] == 'n';

    public static bool IsNumber(RawJson json) => json.Utf8.Span[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    /// <summary>Whether a value is the number 1 in any spelling (W-07); a double would round its neighbours to it.</summary>
    public static bool IsOne(RawJson json)
    {
        if (!IsNumber(json))
            return false;
        var text = Encoding.ASCII.GetString(json.Utf8.Span);
        var e = text.IndexOfAny(['e', 'E']);
        var (mantissa, exponent) = e < 0 ? (text, "0") : (text[..e], text[(e + 1)..]);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        // A one and some zeros, which decimals and exponent take away again.
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        return digits.TrimEnd('0') == "1"
            && int.TryParse(exponent, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var shift)
            && shift == decimals - (digits.Length - 1);
    }

    /// <summary>A number if it is one, as near as a double comes.</summary>
    public static double? Number(RawJson json)
    {
        var reader = new Utf8JsonReader(json.Utf8.Span, new JsonReaderOptions { MaxDepth = JsonMembers.MaxDepth });
        reader.Read();
        return reader.TokenType is JsonTokenType.Number && reader.TryGetDouble(out var number) ? number : null;
    }

    private static char Escaped(string raw, ref int i)
    {
        var c = raw[++i];
        if (c != 'u')
            return c switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', _ => c };
        i += 4;
        return (char)ushort.Parse(raw.AsSpan(i - 3, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    private static string Whole(string text) => string.Concat(text.EnumerateRunes());
}
