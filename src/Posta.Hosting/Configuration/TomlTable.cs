using System.Collections;

namespace Posta.Hosting.Configuration;

/// <summary>A table of a TOML file: keys in the order of the file.</summary>
public sealed class TomlTable : TomlValue, IEnumerable<KeyValuePair<string, TomlValue>>
{
    private readonly OrderedDictionary<string, TomlValue> _entries = [];

    internal TomlTable(int line, TableOrigin origin) : base(line) => Origin = origin;

    /// <inheritdoc/>
    public override string Kind => "a table";

    /// <summary>How it came to be, which decides what may still be added.</summary>
    internal TableOrigin Origin { get; set; }

    /// <summary>The value of a key, or null.</summary>
    public TomlValue? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>The tables of <c>[[key]]</c>; none when there is no such key or it is something else.</summary>
    public IEnumerable<TomlTable> Tables(string key) => Find(key) is TomlArray list ? list.Items.OfType<TomlTable>() : [];

    /// <summary>The text of a key; null when there is no such key or it is something else.</summary>
    public string? Text(string key) => (Find(key) as TomlString)?.Value;

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TomlValue>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal bool TryAdd(string key, TomlValue value) => _entries.TryAdd(key, value);
}

/// <summary>How a table came to be.</summary>
internal enum TableOrigin
{
    /// <summary>On the way to <c>[a.b]</c>: <c>[a]</c> may follow.</summary>
    Implied,

    /// <summary>By its own <c>[header]</c>.</summary>
    Header,

    /// <summary>By a dotted key: more dotted keys may follow, a header may not.</summary>
    DottedKey,

    /// <summary>By <c>{ … }</c>: complete.</summary>
    Inline,
}
