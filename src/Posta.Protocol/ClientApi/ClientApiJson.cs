using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>
/// The JSON of both ends of the client API. Out: camelCase, every member, unset strings empty. In: unknown members are
/// ignored, strings that are missing or null are empty, and member names are case-sensitive (C-42).
/// </summary>
/// <remarks>
/// Depth: nothing but payloads nests, and one of those that nobody can show must not cost the page it is on (W-12),
/// so the limit is what 65,536 bytes can hold. The records have constructors with defaults, since generated code
/// forgets the initializers of init-only members that are missing in the JSON.
/// </remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = WireFormat.MaxBytes + 8,
    Converters = [typeof(EmptyWhenNull)])]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(IdentityPatch))]
[JsonSerializable(typeof(Contact))]
[JsonSerializable(typeof(Contact[]))]
[JsonSerializable(typeof(IReadOnlyList<Contact>))]
[JsonSerializable(typeof(ContactUrl))]
[JsonSerializable(typeof(ContactPatch))]
[JsonSerializable(typeof(ReadMark))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(Message[]))]
[JsonSerializable(typeof(IReadOnlyList<Message>))]
[JsonSerializable(typeof(MessageDetails))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(SendReceipt))]
[JsonSerializable(typeof(Upload))]
[JsonSerializable(typeof(InviteRequest))]
[JsonSerializable(typeof(InviteInfo))]
[JsonSerializable(typeof(RedeemedInvite))]
[JsonSerializable(typeof(AvatarUrl))]
[JsonSerializable(typeof(ApiError))]
public sealed partial class ClientApiJson : JsonSerializerContext;
