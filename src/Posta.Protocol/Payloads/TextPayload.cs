using Posta.Protocol.Json;

namespace Posta.Protocol.Payloads;

/// <summary>Plain text.</summary>
public sealed record TextPayload(string Body) : Payload(KindName)
{
    public const string KindName = "posta.text/v1";

    /// <summary>The payload to send.</summary>
    public RawJson ToJson() => PayloadWriter.Write(KindName, json => json.WriteString("body", Body));

    internal static TextPayload? Read(JsonMembers members) =>
        members["body"] is { } body && JsonText.Lenient(body) is { } text ? new TextPayload(text) : null;
}
