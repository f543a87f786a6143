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
        using var document = JsonDocument.ParseValue(ref reader);
        var utf8 = JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray();
        // The reader leaves the inside of strings alone, bad UTF-8 included.
        return Utf8.IsValid(utf8) ? RawJson.Verbatim(utf8) : throw new JsonException("The payload is not UTF-8.");
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
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
