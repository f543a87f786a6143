namespace Posta.Hosting.Configuration;

/// <summary>The text of a TOML file and how far it has been read.</summary>
internal sealed class TomlText(string text, string file)
{
    private int _at;

    public int Line { get; private set; } = 1;

    public bool AtEnd => _at == text.Length;

    public bool At(char c) => !AtEnd && text[_at] == c;

    public bool AtNewline => Ahead("\n") || Ahead("\r\n");

    /// <summary>The character stands here, and only blanks between it and the end of the line.</summary>
    public bool IsLastOnLine(char c)
    {
        if (!At(c)) return false;
        var after = _at + 1;
        while (after < text.Length && text[after] is ' ' or '\t') after++;
        return Ahead("\n", after) || Ahead("\r\n", after);
    }

    public char Take() => text[_at++];

    public bool TryTake(char c)
    {
        if (!At(c)) return false;
        _at++;
        return true;
    }

    public bool TryTake(string expected)
    {
        if (!Ahead(expected)) return false;
        _at += expected.Length;
        return true;
    }

    public bool TryTakeNewline()
    {
        if (!TryTake("\n") && !TryTake("\r\n")) return false;
        Line++;
        return true;
    }

    public void Expect(string expected)
    {
        if (!TryTake(expected)) throw Wrong($"\"{expected}\" is missing", $"Write {expected} here.");
    }

    public string TakeWhile(Func<char, bool> belongs)
    {
        var from = _at;
        while (!AtEnd && belongs(text[_at])) _at++;
        return text[from.._at];
    }

    public void SkipBlanks() => TakeWhile(c => c is ' ' or '\t');

    /// <summary>Skips blanks and a comment, up to the end of the line.</summary>
    public void SkipToLineEnd()
    {
        SkipBlanks();
        if (!TryTake('#')) return;
        TakeWhile(IsPrintable);
        if (!AtEnd && !AtNewline) throw Wrong("a comment holds a control character", "Remove it.");
    }

    /// <summary>Skips blanks, comments and whole lines.</summary>
    public void SkipLines()
    {
        do SkipToLineEnd();
        while (TryTakeNewline());
    }

    public void EndLine()
    {
        SkipToLineEnd();
        if (!AtEnd && !TryTakeNewline()) throw Wrong("something follows on the line", "Begin a new line for it.");
    }

    public TomlException Wrong(string problem, string fix, int? line = null) => new(file, line ?? Line, problem, fix);

    /// <summary>TOML allows a tab but no other control character of ASCII in strings and comments.</summary>
    public static bool IsPrintable(char c) => c is '\t' or (>= ' ' and not '\u007F');

    private bool Ahead(string expected) => Ahead(expected, _at);

    private bool Ahead(string expected, int at) => string.CompareOrdinal(text, at, expected, 0, expected.Length) == 0;
}
