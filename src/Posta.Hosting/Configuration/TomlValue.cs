namespace Posta.Hosting.Configuration;

/// <summary>A value of a TOML file, with the line on which it begins.</summary>
public abstract class TomlValue(int line)
{
    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>The type in words, for messages: "a string".</summary>
    public abstract string Kind { get; }
}

/// <summary>A string.</summary>
public sealed class TomlString(string value, int line) : TomlValue(line)
{
    /// <summary>The text, escapes resolved.</summary>
    public string Value { get; } = value;

    /// <inheritdoc/>
    public override string Kind => "a string";
}

/// <summary>A 64-bit whole number.</summary>
public sealed class TomlInteger(long value, int line) : TomlValue(line)
{
    /// <summary>The number.</summary>
    public long Value { get; } = value;

    /// <inheritdoc/>
    public override string Kind => "a whole number";
}

/// <summary>A number with a fraction or an exponent, an infinity, or not a number.</summary>
public sealed class TomlFloat(double value, int line) : TomlValue(line)
{
    /// <summary>The number.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override string Kind => "a number with a fraction";
}

/// <summary>True or false.</summary>
public sealed class TomlBoolean(bool value, int line) : TomlValue(line)
{
    /// <summary>True or false.</summary>
    public bool Value { get; } = value;

    /// <inheritdoc/>
    public override string Kind => "true or false";
}

/// <summary>A list of values, written as <c>[1, 2]</c> or as repeated <c>[[name]]</c> tables.</summary>
public sealed class TomlArray : TomlValue
{
    private readonly List<TomlValue> _items = [];

    internal TomlArray(int line, bool isOfTables = false) : base(line) => IsOfTables = isOfTables;

    /// <summary>The values in order.</summary>
    public IReadOnlyList<TomlValue> Items => _items;

    /// <inheritdoc/>
    public override string Kind => "a list";

    /// <summary>Made by <c>[[name]]</c>, so another <c>[[name]]</c> may add to it.</summary>
    internal bool IsOfTables { get; }

    internal void Add(TomlValue item) => _items.Add(item);
}
