using System.Globalization;

namespace Posta.Protocol.Urls;

/// <summary>
/// What URL parsers take for an IPv4 address: one to four numbers in decimal, octal or hexadecimal, the last of which
/// fills the rest (WHATWG URL §3.5). A name that such parsers refuse must not pass for a host name either (W-02).
/// </summary>
internal static class IPv4Spelling
{
    private const int MaxParts = 4;

    public static bool EndsInNumber(string host)
    {
        var last = Parts(host)[^1];
        return (last.Length > 0 && last.All(char.IsAsciiDigit)) || (IsHex(last) && last[2..].All(char.IsAsciiHexDigit));
    }

    public static bool IsAddress(string host)
    {
        var parts = Parts(host);
        if (parts.Length > MaxParts)
            return false;
        var numbers = Array.ConvertAll(parts, Number);
        var room = 1UL << (8 * (MaxParts + 1 - parts.Length));
        return numbers[..^1].All(n => n <= byte.MaxValue) && numbers[^1] < room;
    }

    private static string[] Parts(string host) => (host.EndsWith('.') ? host[..^1] : host).Split('.');

    private static bool IsHex(string part) => part.StartsWith("0x", StringComparison.Ordinal);

    // What is no number is too large for any place.
    private static ulong Number(string part)
    {
        if (part.Length == 0)
            return ulong.MaxValue;
        if (IsHex(part))
            return part.Length == 2 ? 0 : Hex(part[2..]);
        return part.Length > 1 && part[0] == '0' ? Octal(part) : Decimal(part);
    }

    private static ulong Decimal(string digits) =>
        ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : ulong.MaxValue;

    private static ulong Hex(string digits) =>
        ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var n) ? n : ulong.MaxValue;

    private static ulong Octal(string digits)
    {
        var n = 0UL;
        foreach (var c in digits)
        {
            if (c is < '0' or > '7' || n > uint.MaxValue)
                return ulong.MaxValue;
            n = n * 8 + (ulong)(c - '0');
        }
        return n;
    }
}
