using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary><c>POST /messages</c>.</summary>
public sealed record SendRequest(
    string Peer = "",
    [property: JsonConverter(typeof(SendableJsonConverter))] RawJson Payload = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? InReplyTo = null);

/// <summary>Where a message that was handed over stands.</summary>
public sealed record SendReceipt(long RowId = 0, string Id = "", string State = "");
