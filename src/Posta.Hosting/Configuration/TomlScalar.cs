using System.Globalization;
using System.Text.RegularExpressions;
using Posta.Hosting.Cli;

namespace Posta.Hosting.Configuration;

/// <summary>Reads booleans and numbers, and refuses dates and times in words.</summary>
internal static partial class TomlScalar
{
    public static TomlValue Parse(string token, TomlText text)
    {
        if (token is "true" or "false") return new TomlBoolean(token == "true", text.Line);
        if (DateOrTime().IsMatch(token)) throw text.Wrong("dates and times are not used in our files", "Write a string.");
        if (Decimal().IsMatch(token) || Prefixed().IsMatch(token)) return Integer(token, text);
        if (Fraction().IsMatch(token)) return new TomlFloat(Float(token), text.Line);
        throw token.Length == 0
            ? text.Wrong("a value is missing", "Write one, for example \"text\", 5 or true.")
            : text.Wrong($"{Printable.Line(token)} is not a value", "Write \"text\" in quotes, a number such as 5 or 0.5, true or false.");
    }

    private static TomlInteger Integer(string token, TomlText text)
    {
        var digits = token.Replace("_", "", StringComparison.Ordinal);
        var number = digits is ['0', 'x' or 'o' or 'b', ..] ? Radix(digits[1], digits[2..]) : Int64(digits);
        return number is { } value
            ? new TomlInteger(value, text.Line)
            : throw text.Wrong($"{Printable.Line(token)} is too large", "Whole numbers have at most 64 bits.");
    }

    private static long? Int64(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static long? Radix(char prefix, string digits)
    {
        var radix = prefix switch { 'x' => 16, 'o' => 8, _ => 2 };
        var value = 0L;
        foreach (var digit in digits.Select(c => Convert.ToInt32($"{c}", 16)))
        {
            if (value > (long.MaxValue - digit) / radix) return null;
            value = (value * radix) + digit;
        }

        return value;
    }

    private static double Float(string token) => token switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(token.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-|[0-9]{2}:)")]
    private static partial Regex DateOrTime();

    [GeneratedRegex(@"\A[+-]?(0|[1-9](_?[0-9])*)\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\A0(x[0-9A-Fa-f](_?[0-9A-Fa-f])*|o[0-7](_?[0-7])*|b[01](_?[01])*)\z")]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"\A[+-]?(inf|nan|(0|[1-9](_?[0-9])*)(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9](_?[0-9])*)?)\z")]
    private static partial Regex Fraction();
}
