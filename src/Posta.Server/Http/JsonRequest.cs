using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posta.Protocol;

namespace Posta.Server.Http;

/// <summary>
/// The JSON object in a request's body. Handlers read it themselves, because the framework's binding would answer
/// without our error bodies and takes member names in any case (C-42).
/// </summary>
internal sealed record JsonRequest<T>(T Value, byte[] Bytes, IReadOnlyDictionary<string, JsonTokenType> Members)
    where T : class;

internal static class JsonRequest
{
    /// <summary>C-33.</summary>
    private const int MaxBytes = 256 * 1024;

    public static async Task<(JsonRequest<T>? Json, IResult? Problem)> ReadJson<T>(this HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await request.ReadBody(MaxBytes, request.HttpContext.RequestAborted);
        if (body is null)
            return (null, Answers.Refuse(413, ErrorCode.TooLarge, "The body is larger than 256 KiB."));

        try
        {
            var members = Members(body);
            return JsonSerializer.Deserialize(body, type) is { } value
                ? (new JsonRequest<T>(value, body, members), null)
                : (null, Malformed("The body must be a JSON object."));
        }
        // A name or a string that holds half a character or bad UTF-8 is found only when it is decoded.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, Malformed("The body is not the JSON object that this endpoint takes."));
        }
    }

    public static IResult Malformed(string message) => Answers.Refuse(400, ErrorCode.MalformedRequest, message);

    // A JsonDocument would search through all that is inside for the end of each bracket, and clients choose how many there are.
    private static Dictionary<string, JsonTokenType> Members(byte[] body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = WireFormat.MaxPayloadDepth + 1 });
        if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("not an object");

        var members = new Dictionary<string, JsonTokenType>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            members[name] = reader.TokenType;
            reader.Skip();
        }

        return members;
    }
}
