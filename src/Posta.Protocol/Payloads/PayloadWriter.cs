using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Posta.Protocol.Payloads;

/// <summary>Writes the payloads that we make ourselves, without escapes that only cost room in the envelope.</summary>
internal static class PayloadWriter
{
    public static RawJson Write(string kind, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            members(json);
            json.WriteEndObject();
        }
        return RawJson.Verbatim(buffer.WrittenSpan.ToArray());
    }

    public static void IfSet(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }

    public static void IfSet(Utf8JsonWriter json, string name, long value)
    {
        if (value > 0)
            json.WriteNumber(name, value);
    }
}
