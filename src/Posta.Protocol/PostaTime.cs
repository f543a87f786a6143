using System.Globalization;
using System.Text.RegularExpressions;

namespace Posta.Protocol;

/// <summary>RFC 3339 as this project reads and writes it (W-17).</summary>
public static partial class PostaTime
{
    /// <summary>Always UTC and always milliseconds, so that equal lengths sort as text.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads upper-case <c>T</c> and <c>Z</c>, seconds to 59, up to nine digits of fraction (100 ns are kept) and offsets
    /// to ±23:59, which is why the framework's own parsers do not serve. The answer is in UTC.
    /// </summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        instant = default;
        var match = Rfc3339().Match(text);
        if (!match.Success || !DateTime.TryParseExact(match.Groups["local"].ValueSpan, "yyyy-MM-dd'T'HH:mm:ss",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        var ticks = local.Ticks + Fraction(match.Groups["fraction"].ValueSpan) - Offset(match);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            return false;
        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static long Fraction(ReadOnlySpan<char> digits)
    {
        var ticks = 0L;
        for (var i = 0; i < 7; i++)
            ticks = ticks * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        return ticks;
    }

    private static long Offset(Match match)
    {
        if (!match.Groups["sign"].Success)
            return 0;
        var minutes = int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture) * 60
            + int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture);
        return minutes * TimeSpan.TicksPerMinute * (match.Groups["sign"].ValueSpan is "-" ? -1 : 1);
    }

    // \z, since $ would let a line end pass; [0-9], since \d takes every script's digits.
    [GeneratedRegex(@"\A(?<local>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9])(\.(?<fraction>[0-9]{1,9}))?(Z|(?<sign>[+-])(?<hours>[01][0-9]|2[0-3]):(?<minutes>[0-5][0-9]))\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Rfc3339();
}
