using System.Text.Json;
using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>An unset string is empty in this API; other servers may say null.</summary>
internal sealed class EmptyWhenNull : JsonConverter<string>
{
    public override bool HandleNull => true;

    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.Null)
            return "";
        if (reader.TokenType is not JsonTokenType.String)
            throw new JsonException("A string is wanted here.");
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The string holds half a character.", e);
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value ?? "");
}
