using System.Text.Json;
using System.Text.Unicode;

namespace Posta.Protocol.Json;

/// <summary>Takes an object or an array apart, one level deep, without changing a byte.</summary>
internal static class JsonValues
{
    /// <summary>The elements of an array; null if the text is none.</summary>
    public static IReadOnlyList<RawJson>? Elements(ReadOnlyMemory<byte> utf8) =>
        Read(utf8, JsonTokenType.StartArray, JsonMembers.MaxDepth)?.ConvertAll(v => v.Value);

    /// <summary>Names (empty in arrays) and values in their order; null if the text is not wholly such a value.</summary>
    public static List<KeyValuePair<string, RawJson>>? Read(ReadOnlyMemory<byte> utf8, JsonTokenType wanted, int maxDepth)
    {
        // The reader leaves the inside of strings alone, bad UTF-8 included.
        if (!Utf8.IsValid(utf8.Span))
            return null;
        var reader = new Utf8JsonReader(utf8.Span, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            if (!reader.Read() || reader.TokenType != wanted)
                return null;
            var values = ReadValues(ref reader, utf8);
            // Anything after the value throws here.
            reader.Read();
            return values;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<KeyValuePair<string, RawJson>> ReadValues(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var values = new List<KeyValuePair<string, RawJson>>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            var name = "";
            if (reader.TokenType is JsonTokenType.PropertyName)
            {
                name = JsonText.Unescape(Slice(ref reader, utf8));
                reader.Read();
            }
            values.Add(new(name, Slice(ref reader, utf8)));
        }
        return values;
    }

    private static RawJson Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType is JsonTokenType.PropertyName)
            return RawJson.Verbatim(utf8.Slice(start, reader.ValueSpan.Length + 2));
        reader.Skip();
        return RawJson.Verbatim(utf8[start..(int)reader.BytesConsumed]);
    }
}
