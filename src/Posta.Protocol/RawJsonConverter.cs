using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Posta.Protocol;

/// <summary>Reads a value without looking into it and writes it as it came, at any depth that the reader's options allow.</summary>
public class RawJsonConverter : JsonConverter<RawJson>
{
    /// <summary>A missing payload and <c>null</c> are both the value <c>null</c>.</summary>
    public override bool HandleNull => true;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var utf8 = reader.Position.GetObject() is null ? Slice(ref reader) : Copy(ref reader);
        // The reader leaves the inside of strings alone, bad UTF-8 included.
        return Utf8.IsValid(utf8) ? RawJson.Verbatim(utf8) : throw new JsonException("The payload is not UTF-8.");
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);

    // A JsonDocument would give the bytes too, but closes each bracket by a search through all that is inside: strangers
    // choose depth and breadth, and 64 KiB of brackets took it seconds. Of a reader over a span, which is all that this
    // project uses, each token is documented to be a slice of that span, so the value's other bytes lie behind its first.
    private static byte[] Slice(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is JsonTokenType.String)
            return [(byte)'"', .. reader.ValueSpan, (byte)'"'];
        var first = reader.ValueSpan;
        var start = reader.TokenStartIndex;
        reader.Skip();
        return MemoryMarshal.CreateReadOnlySpan(in first[0], (int)(reader.BytesConsumed - start)).ToArray();
    }

    // Over a sequence of buffers there is no other way.
    private static byte[] Copy(ref Utf8JsonReader reader)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray();
    }
}

/// <summary>As its parent, but refuses what no receiver has to take (W-12): for payloads on their way out.</summary>
public sealed class SendableJsonConverter : RawJsonConverter
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = base.Read(ref reader, typeToConvert, options);
        return RawJson.TryParse(json.Utf8, out _) ? json : throw new JsonException("The payload is nested too deep.");
    }
}
