using System.Globalization;
using System.Text;

namespace Posta.Hosting.Configuration;

/// <summary>Reads TOML's four kinds of string: basic and literal, on one line and on several.</summary>
internal sealed class TomlStrings(TomlText text)
{
    public string Any()
    {
        if (text.TryTake("\"\"\"")) return MultiLine('"');
        return text.TryTake("'''") ? MultiLine('\'') : SingleLine();
    }

    public string SingleLine()
    {
        var quote = text.Take();
        var value = new StringBuilder();
        while (!text.TryTake(quote)) TakeCharacter(quote, value);
        return value.ToString();
    }

    private string MultiLine(char quote)
    {
        var value = new StringBuilder();
        var end = new string(quote, 3);
        text.TryTakeNewline();
        while (!text.TryTake(end))
        {
            if (text.TryTakeNewline()) value.Append('\n');
            else if (!TrySkipContinuation(quote)) TakeCharacter(quote, value);
        }

        // Up to two quotes may stand right before the closing three.
        for (var i = 0; i < 2 && text.TryTake(quote); i++) value.Append(quote);
        return value.ToString();
    }

    private void TakeCharacter(char quote, StringBuilder value)
    {
        if (text.AtEnd || text.AtNewline) throw text.Wrong("a string is not closed", $"Close it with {quote}.");
        var c = text.Take();
        if (!TomlText.IsPrintable(c)) throw text.Wrong("a string holds a control character", "Write it as \\u and four digits in \"…\".");
        if (c == '\\' && quote == '"') value.Append(Escape());
        else value.Append(c);
    }

    private string Escape() => (text.AtEnd ? '\0' : text.Take()) switch
    {
        'b' => "\b",
        't' => "\t",
        'n' => "\n",
        'f' => "\f",
        'r' => "\r",
        '"' => "\"",
        '\\' => "\\",
        'u' => CodePoint(4),
        'U' => CodePoint(8),
        _ => throw text.Wrong("an escape is unknown", "Write \\\\ for a backslash, or use '…' instead of \"…\"."),
    };

    private string CodePoint(int digits)
    {
        var count = 0;
        var hex = text.TakeWhile(c => char.IsAsciiHexDigit(c) && count++ < digits);
        return hex.Length == digits && Rune.TryCreate(uint.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture), out var rune)
            ? rune.ToString()
            : throw text.Wrong("an escape names no character", $"Write {digits} hexadecimal digits of a Unicode character.");
    }

    /// <summary>A backslash at the end of a line joins the next text to it.</summary>
    private bool TrySkipContinuation(char quote)
    {
        if (quote != '"' || !text.IsLastOnLine('\\')) return false;
        text.Take();
        do text.SkipBlanks();
        while (text.TryTakeNewline());
        return true;
    }
}
