using System.Text.Encodings.Web;
using System.Text.Json;
using Posta.Testing;

namespace Posta.Tests.Contract;

/// <summary>The vectors as other implementations read them. What each member means stands in tests/vectors/README.md.</summary>
internal static class VectorFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    private static IEnumerable<object> Sites => World.Sites.Select(s => new { s.Url, s.Status, s.ContentType, s.Body });

    /// <summary>A file's bytes, made anew.</summary>
    public static byte[] Make(string name) => [.. JsonSerializer.SerializeToUtf8Bytes(Content(name), Format), (byte)'\n'];

    public static string PathOf(string name) => Path.Combine(Vectors.Folder, name);

    private static object Content(string name) => name switch
    {
        "actors.json" => new
        {
            Asked = ActorVectors.Alice,
            Vectors = ActorVectors.All.Select(v => new { v.Name, v.Rule, v.Body, Valid = v.IsValid }),
        },
        "envelopes.json" => new
        {
            Self = World.Bob,
            World.Clock,
            Sites,
            Vectors = EnvelopeVectors.Select(v => new { v.Name, v.Rule, Headers = Headers(v.Letter), v.Letter.Body, v.Status, v.Code }),
        },
        "rooms.json" => new
        {
            World.Room,
            Sites,
            Vectors = RoomVectors.All.Select(v => new { v.Name, v.Rule, Payload = v.Payload.ToUtf8(), v.Action, Verified = Verified(v), v.Code }),
        },
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static IEnumerable<EnvelopeVector> EnvelopeVectors =>
        [.. HeaderVectors.All, .. BodyVectors.All, .. KeyVectors.All, .. OrderVectors.All];

    private static IEnumerable<string> Headers(Letter letter) => letter.Headers.Select(header => $"{header.Name}: {header.Value}");

    private static bool? Verified(RoomVector vector) => vector.Code is { } code ? code.Length == 0 : null;

    private static byte[] ToUtf8(this string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
