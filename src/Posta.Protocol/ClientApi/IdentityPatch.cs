using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>What <c>PATCH /identity</c> changes; null leaves a member as it is.</summary>
public sealed record IdentityPatch
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? About { get; init; }
}
