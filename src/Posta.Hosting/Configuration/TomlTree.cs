namespace Posta.Hosting.Configuration;

/// <summary>The tables of a file as they grow, and TOML's rules of what may be defined where.</summary>
internal sealed class TomlTree(TomlText text)
{
    public TomlTable Root { get; } = new(1, TableOrigin.Header);

    /// <summary>Opens <c>[path]</c>.</summary>
    public TomlTable AddTable(List<string> path, int line)
    {
        var parent = Parent(path, line);
        if (parent.Find(path[^1]) is not TomlTable { Origin: TableOrigin.Implied } table)
        {
            return Add(parent, path, new TomlTable(line, TableOrigin.Header), line);
        }

        table.Origin = TableOrigin.Header;
        return table;
    }

    /// <summary>Opens the next <c>[[path]]</c>.</summary>
    public TomlTable AddElement(List<string> path, int line)
    {
        var parent = Parent(path, line);
        var list = parent.Find(path[^1]) is TomlArray { IsOfTables: true } known
            ? known
            : Add(parent, path, new TomlArray(line, isOfTables: true), line);
        var element = new TomlTable(line, TableOrigin.Header);
        list.Add(element);
        return element;
    }

    /// <summary>Sets <c>path = value</c> in a table.</summary>
    public void Set(TomlTable table, List<string> path, TomlValue value, int line)
    {
        foreach (var part in path.SkipLast(1))
        {
            table = table.Find(part) switch
            {
                null => Add(table, [part], new TomlTable(line, TableOrigin.DottedKey), line),
                TomlTable { Origin: TableOrigin.DottedKey } dotted => dotted,
                _ => throw Taken(path, line),
            };
        }

        Add(table, path, value, line);
    }

    private TomlTable Parent(List<string> path, int line)
    {
        var table = Root;
        foreach (var part in path.SkipLast(1))
        {
            table = table.Find(part) switch
            {
                null => Add(table, [part], new TomlTable(line, TableOrigin.Implied), line),
                TomlTable { Origin: not TableOrigin.Inline } inner => inner,
                TomlArray { IsOfTables: true } list => (TomlTable)list.Items[^1],
                _ => throw Taken(path, line),
            };
        }

        return table;
    }

    private T Add<T>(TomlTable table, List<string> path, T value, int line) where T : TomlValue =>
        table.TryAdd(path[^1], value) ? value : throw Taken(path, line);

    private TomlException Taken(List<string> path, int line) =>
        text.Wrong($"\"{string.Join('.', path)}\" is already defined", "Keep one of the two.", line);
}
