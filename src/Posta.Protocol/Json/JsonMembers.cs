using System.Text.Json;

namespace Posta.Protocol.Json;

/// <summary>
/// The members of one JSON object, each value byte for byte. Unlike the framework's documents it tells when a name comes
/// twice: two readers that pick different ones would read one signed body in two ways (W-11).
/// </summary>
internal sealed class JsonMembers
{
    /// <summary>A payload's depth, and what the API wraps around it.</summary>
    public const int MaxDepth = WireFormat.MaxPayloadDepth + 1;

    private readonly ILookup<string, RawJson> _members;

    private JsonMembers(IEnumerable<KeyValuePair<string, RawJson>> members) =>
        _members = members.ToLookup(m => m.Key, m => m.Value, StringComparer.Ordinal);

    /// <summary>Whether some name comes more than once.</summary>
    public bool Repeats => _members.Any(m => m.Skip(1).Any());

    /// <summary>The last value of that name, as most parsers have it, or null.</summary>
    public RawJson? this[string name] => _members[name].Select(v => (RawJson?)v).LastOrDefault();

    /// <summary>Every value of that name.</summary>
    public IEnumerable<RawJson> All(string name) => _members[name];

    /// <summary>Reads a text that is one JSON object in UTF-8 without a byte order mark; null if it is not.</summary>
    public static JsonMembers? Read(ReadOnlyMemory<byte> utf8, int maxDepth = MaxDepth) =>
        JsonValues.Read(utf8, JsonTokenType.StartObject, maxDepth) is { } values ? new JsonMembers(values) : null;
}
