using System.Buffers;
using System.Text.Json;
using Posta.Protocol.Json;

namespace Posta.Protocol.Keys;

/// <summary>keys.json: a flat array of <c>{id, publicKey, privateKey, createdAt}</c>, which people may edit.</summary>
internal static class KeyRingFile
{
    public static IReadOnlyList<SigningKey> Read(byte[] json)
    {
        var elements = JsonValues.Elements(json) ?? throw new FormatException("keys.json is not a JSON array.");
        return [.. elements.Select((element, i) => ReadKey(element, i + 1))];
    }

    public static byte[] Write(IReadOnlyList<SigningKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var key in keys)
                Write(json, key);
            json.WriteEndArray();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static SigningKey ReadKey(RawJson element, int position)
    {
        var members = JsonMembers.Read(element.Utf8);
        if (members is null || members.Repeats)
            throw Bad(position, "is not an object, or repeats a member");
        if (members["id"] is not { } idJson || !WireText.TryReadId(idJson, out var id))
            throw Bad(position, $"needs an id of 1 to {WireFormat.MaxIdBytes} bytes");
        if (!TryReadBytes(members["privateKey"], Ed25519.SeedSize, out var seed))
            throw Bad(position, $"needs a privateKey: the base64 of {Ed25519.SeedSize} bytes");
        var publicKey = Ed25519.PublicKey(seed);
        if (!TryReadBytes(members["publicKey"], Ed25519.PublicKeySize, out var stated) || !stated.SequenceEqual(publicKey))
            throw Bad(position, $"needs the publicKey that belongs to its privateKey: {Convert.ToBase64String(publicKey)}");
        return new SigningKey(id, seed, publicKey, ReadTime(members["createdAt"]));
    }

    private static bool TryReadBytes(RawJson? json, int size, out byte[] bytes)
    {
        bytes = [];
        if (json is not { } value || !JsonText.TryStrict(value, out var text) || !StrictBase64.TryDecode(text, size, out var decoded))
            return false;
        bytes = decoded;
        return true;
    }

    // What cannot be read sorts last among the newest (W-36).
    private static DateTimeOffset ReadTime(RawJson? json) =>
        json is { } value && JsonText.TryStrict(value, out var text) && PostaTime.TryParse(text, out var time)
            ? time
            : DateTimeOffset.MinValue;

    private static void Write(Utf8JsonWriter json, SigningKey key)
    {
        json.WriteStartObject();
        json.WriteString("id", key.Id);
        json.WriteBase64String("publicKey", key.PublicKey);
        json.WriteBase64String("privateKey", key.Seed);
        json.WriteString("createdAt", PostaTime.Format(key.CreatedAt));
        json.WriteEndObject();
    }

    private static FormatException Bad(int position, string what) => new($"keys.json: key number {position} {what}.");
}
