using Posta.Protocol.Json;

namespace Posta.Protocol.Payloads;

/// <summary>What a person may look for in a payload, whatever its kind: that is what a search goes through (C-10).</summary>
public static class PayloadText
{
    private static readonly string[] Members = ["body", "name", "alt", "url"];

    /// <summary>The texts of a payload; of a room's broadcast those that the author wrote. None where there is no object.</summary>
    public static IEnumerable<string> Of(RawJson payload)
    {
        if (JsonMembers.Read(payload.Utf8, WireFormat.MaxPayloadDepth) is not { } members)
            return [];
        return Broadcast(members) is { } original && JsonMembers.Read(original.Utf8, WireFormat.MaxPayloadDepth) is { } inner
            ? Texts(members).Concat(Texts(inner))
            : Texts(members);
    }

    private static RawJson? Broadcast(JsonMembers members) =>
        members["kind"] is { } kind && JsonText.Lenient(kind) == RoomPayload.KindName
            ? RoomPayload.Read(members).Original?.Payload
            : null;

    private static IEnumerable<string> Texts(JsonMembers members) =>
        Members.SelectMany(members.All).Select(JsonText.Lenient).OfType<string>();
}
