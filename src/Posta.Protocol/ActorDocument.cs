using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Posta.Protocol;

/// <summary>What an identity says about itself at its URL (wire.md §3). An empty string means unset.</summary>
public sealed record ActorDocument
{
    public const int MaxNameBytes = 256;
    public const int MaxAboutBytes = 4_096;
    public const int MaxAvatarBytes = 2_048;
    public const int MaxKindBytes = 64;

    /// <summary>The most keys one document may have (W-16).</summary>
    public const int MaxKeys = 64;

    public required PostaUrl Url { get; init; }
    public string Name { get; init; } = "";
    public string About { get; init; } = "";
    public string Avatar { get; init; } = "";
    public string Kind { get; init; } = "";
    public required IReadOnlyList<ActorKey> Keys { get; init; }

    /// <summary>Reads what a stranger's server answered.</summary>
    /// <param name="json">The body.</param>
    /// <param name="asked">The URL that was asked for, which the document must name.</param>
    /// <param name="document">The document, if it is valid.</param>
    /// <param name="reason">Why it is not, for the log.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> json, PostaUrl asked, [NotNullWhen(true)] out ActorDocument? document, out string reason)
    {
        reason = ActorDocumentReader.Read(json, asked, out document) ?? "";
        return document is not null;
    }

    /// <summary>The key of that name, or null.</summary>
    public ActorKey? Key(string id) => Keys.FirstOrDefault(k => k.Id == id);

    /// <summary>The document as it is served.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("v", WireFormat.Version);
        json.WriteString("url", Url.Canonical);
        WriteIfSet(json, "name", Name);
        WriteIfSet(json, "about", About);
        WriteIfSet(json, "avatar", Avatar);
        WriteIfSet(json, "kind", Kind);
        json.WriteStartArray("keys");
        foreach (var key in Keys)
            Write(json, key);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ActorKey key)
    {
        json.WriteStartObject();
        json.WriteString("id", key.Id);
        json.WriteString("publicKey", Convert.ToBase64String(key.PublicKey.Span));
        WriteIfSet(json, "createdAt", key.CreatedAt);
        json.WriteEndObject();
    }

    private static void WriteIfSet(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, value);
    }
}
