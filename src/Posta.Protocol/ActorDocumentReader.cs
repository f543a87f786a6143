using System.Text;
using Posta.Protocol.Json;
using Posta.Protocol.Keys;

namespace Posta.Protocol;

/// <summary>The rules that make an actor document valid (wire.md §3, W-11, W-14, W-16).</summary>
internal static class ActorDocumentReader
{
    // The longest RFC 3339 time has 35 characters. Documents are kept in memory, and strangers choose what is in them.
    private const int MaxCreatedAt = 64;

    /// <summary>Gives the document, or the reason why there is none.</summary>
    public static string? Read(ReadOnlyMemory<byte> json, PostaUrl asked, out ActorDocument? document)
    {
        document = null;
        if (json.Length > WireFormat.MaxBytes)
            return $"it is larger than {WireFormat.MaxBytes} bytes";
        if (JsonMembers.Read(json) is not { } members)
            return "it is not a JSON object";
        if (members.Repeats)
            return "a member is repeated";
        if (members["v"] is { } v && !JsonText.IsOne(v))
            return "its version is not 1";
        if (members["url"] is not { } url || !JsonText.TryStrict(url, out var named) || named != asked.Canonical)
            return "its url is not the one that was asked for";
        return ReadRest(members, asked, out document);
    }

    private static string? ReadRest(JsonMembers members, PostaUrl url, out ActorDocument? document)
    {
        document = null;
        if (Optional(members["name"], ActorDocument.MaxNameBytes) is not { } name)
            return "its name is too long or no string";
        if (Optional(members["about"], ActorDocument.MaxAboutBytes) is not { } about)
            return "its about is too long or no string";
        if (Optional(members["avatar"], ActorDocument.MaxAvatarBytes) is not { } avatar)
            return "its avatar is too long or no string";
        if (Optional(members["kind"], ActorDocument.MaxKindBytes) is not { } kind)
            return "its kind is too long or no string";
        if (ReadKeys(members["keys"], out var keys) is { } reason)
            return reason;
        document = new() { Url = url, Name = name, About = about, Avatar = avatar, Kind = kind, Keys = keys };
        return null;
    }

    // Null is absent; another type than a string is a mistake (W-16).
    private static string? Optional(RawJson? json, int maxBytes)
    {
        if (json is not { } value || JsonText.IsNull(value))
            return "";
        return JsonText.Lenient(value) is { } text && Encoding.UTF8.GetByteCount(text) <= maxBytes ? text : null;
    }

    private static string? ReadKeys(RawJson? json, out List<ActorKey> keys)
    {
        keys = [];
        if (json is not { } array || JsonValues.Elements(array.Utf8) is not { Count: > 0 and <= ActorDocument.MaxKeys } elements)
            return $"it has no list of 1 to {ActorDocument.MaxKeys} keys";
        foreach (var element in elements)
        {
            if (ReadKey(element, out var key) is { } reason)
                return reason;
            keys.Add(key!);
        }
        return keys.DistinctBy(k => k.Id).Count() == keys.Count ? null : "a key id is repeated";
    }

    private static string? ReadKey(RawJson json, out ActorKey? key)
    {
        key = null;
        if (JsonMembers.Read(json.Utf8) is not { Repeats: false } members)
            return "a key is no object or repeats a member";
        if (members["id"] is not { } idJson || !WireText.TryReadId(idJson, out var id))
            return "a key id is missing, empty or too long";
        if (members["publicKey"] is not { } keyJson || !JsonText.TryStrict(keyJson, out var encoded)
            || !StrictBase64.TryDecode(encoded, Ed25519.PublicKeySize, out var bytes))
            return $"a key is not {Ed25519.PublicKeySize} bytes of base64";
        if (!Ed25519.IsAcceptableKey(bytes))
            return "a key is not a canonical point, or of small order";
        var createdAt = members["createdAt"] is { } created ? JsonText.Lenient(created) : null;
        key = new ActorKey(id, bytes, createdAt is { Length: <= MaxCreatedAt } ? createdAt : "");
        return null;
    }
}
