namespace Posta.Hosting.Configuration;

/// <summary>Reads lines, headers and compound values; the grammar of TOML from the top down.</summary>
internal sealed class TomlReader(TomlText text)
{
    private const int MaxDepth = 64; // values nest by recursion, and a stack overflow cannot be caught

    private readonly TomlTree _tree = new(text);
    private readonly TomlStrings _strings = new(text);
    private int _depth;

    public TomlTable Document()
    {
        var section = _tree.Root;
        for (text.SkipLines(); !text.AtEnd; text.SkipLines())
        {
            if (text.At('[')) section = Header();
            else Entry(section);
            text.EndLine();
        }

        return _tree.Root;
    }

    private TomlTable Header()
    {
        var line = text.Line;
        var isElement = text.TryTake("[[");
        if (!isElement) text.Expect("[");
        var path = Key();
        text.Expect(isElement ? "]]" : "]");
        return isElement ? _tree.AddElement(path, line) : _tree.AddTable(path, line);
    }

    private void Entry(TomlTable table)
    {
        var line = text.Line;
        var path = Key();
        text.Expect("=");
        _tree.Set(table, path, Value(), line);
    }

    private List<string> Key()
    {
        var path = new List<string>();
        do
        {
            text.SkipBlanks();
            path.Add(KeyPart());
            text.SkipBlanks();
        }
        while (text.TryTake('.'));
        return path;
    }

    private string KeyPart()
    {
        if (text.At('"') || text.At('\'')) return _strings.SingleLine();
        var bare = text.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
        return bare.Length > 0 ? bare : throw text.Wrong("a key is missing", "Write name = value; quote a name with other letters.");
    }

    private TomlValue Value()
    {
        text.SkipBlanks();
        var line = text.Line;
        if (text.At('"') || text.At('\'')) return new TomlString(_strings.Any(), line);
        if (text.At('[')) return Nested(Array);
        if (text.At('{')) return Nested(InlineTable);
        return TomlScalar.Parse(text.TakeWhile(c => c is not (' ' or '\t' or '\r' or '\n' or ',' or ']' or '}' or '#')), text);
    }

    private TomlValue Nested(Func<TomlValue> read)
    {
        if (++_depth > MaxDepth) throw text.Wrong("values are nested too deeply", $"Use at most {MaxDepth} levels.");
        var value = read();
        _depth--;
        return value;
    }

    private TomlArray Array()
    {
        var array = new TomlArray(text.Line);
        text.Expect("[");
        for (text.SkipLines(); !text.TryTake(']'); text.SkipLines())
        {
            array.Add(Value());
            text.SkipLines();
            if (!text.TryTake(',') && !text.At(']')) throw text.Wrong("a list is not closed", "Write , or ] here.");
        }

        return array;
    }

    private TomlTable InlineTable()
    {
        var table = new TomlTable(text.Line, TableOrigin.Inline);
        text.Expect("{");
        text.SkipBlanks();
        if (text.TryTake('}')) return table;
        do
        {
            Entry(table);
            text.SkipBlanks();
        }
        while (text.TryTake(','));
        text.Expect("}");
        return table;
    }
}
