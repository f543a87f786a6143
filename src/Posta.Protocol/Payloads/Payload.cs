using Posta.Protocol.Json;

namespace Posta.Protocol.Payloads;

/// <summary>What a message says (wire.md §7). <see cref="RawJson"/> is what travels; this is what a reader makes of it.</summary>
/// <param name="Kind"><c>vendor.name/vN</c>, or empty where the payload names none.</param>
public abstract record Payload(string Kind)
{
    /// <summary>Reads any payload. One that does not make sense is an <see cref="UnknownPayload"/>, never hidden.</summary>
    public static Payload Parse(RawJson json)
    {
        // A reader need not show what no receiver has to take (W-12).
        if (JsonMembers.Read(json.Utf8, WireFormat.MaxPayloadDepth) is not { } members)
            return new UnknownPayload("");
        var kind = Text(members, "kind");
        Payload? known = kind switch
        {
            TextPayload.KindName => TextPayload.Read(members),
            LinkPayload.KindName => LinkPayload.Read(members),
            RoomPayload.KindName => RoomPayload.Read(members),
            _ => null,
        };
        return known ?? new UnknownPayload(kind);
    }

    /// <summary>A member's text; empty where there is none.</summary>
    private protected static string Text(JsonMembers members, string name) =>
        members[name] is { } json ? JsonText.Lenient(json) ?? "" : "";
}
