using System.Globalization;

namespace Posta.Hosting.Configuration;

/// <summary>A length of time as people write it: a whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c> (C-41).</summary>
public static class Duration
{
    /// <summary>Completes the sentence "Write …".</summary>
    public const string Expects = "a whole number and s, m, h or d, for example \"30m\" or \"7d\"";

    private const int MaxDigits = 6; // 999999d are 2,700 years, and far from overflowing a TimeSpan

    /// <summary>Reads "90s", "30m", "24h" or "7d".</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        if (text.Length is < 2 or > MaxDigits + 1 || Unit(text[^1]) is not { } unit) return false;
        if (!int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        value = count * unit;
        return true;
    }

    private static TimeSpan? Unit(char letter) => letter switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
