using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posta.Protocol;

/// <summary>
/// One JSON value, byte for byte as it came. Payloads are opaque to servers, and a signature covers their spelling,
/// so they are never written anew. The default value is <c>null</c>.
/// </summary>
[JsonConverter(typeof(RawJsonConverter))]
public readonly struct RawJson : IEquatable<RawJson>
{
    private static readonly byte[] Null = "null"u8.ToArray();

    private readonly ReadOnlyMemory<byte> _utf8;

    private RawJson(ReadOnlyMemory<byte> utf8) => _utf8 = utf8;

    /// <summary>The value's bytes.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8.IsEmpty ? Null : _utf8;

    /// <summary>Takes bytes that were checked before, such as those of a stored message.</summary>
    public static RawJson Verbatim(ReadOnlyMemory<byte> utf8) => new(utf8);

    /// <summary>Takes one JSON value in valid UTF-8 that is nested at most <see cref="WireFormat.MaxPayloadDepth"/> deep.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out RawJson json)
    {
        json = new RawJson(utf8);
        return IsJson(utf8.Span);
    }

    /// <summary>Reads a text that we wrote ourselves.</summary>
    /// <exception cref="FormatException">It is not JSON.</exception>
    public static RawJson Parse([StringSyntax(StringSyntaxAttribute.Json)] string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out var json) ? json : throw new FormatException("This is not a JSON value.");

    /// <summary>The value's text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);

    public bool Equals(RawJson other) => Utf8.Span.SequenceEqual(other.Utf8.Span);

    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Utf8.Span);
        return hash.ToHashCode();
    }

    public static bool operator ==(RawJson left, RawJson right) => left.Equals(right);

    public static bool operator !=(RawJson left, RawJson right) => !left.Equals(right);

    private static bool IsJson(ReadOnlySpan<byte> utf8)
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return false;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = WireFormat.MaxPayloadDepth });
        try
        {
            while (reader.Read())
            {
            }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
