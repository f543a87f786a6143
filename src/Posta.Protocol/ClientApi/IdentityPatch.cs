using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>What <c>PATCH /identity</c> changes; null leaves a member as it is.</summary>
public sealed record IdentityPatch
{
    /// <summary>At most <see cref="ActorDocument.MaxNameBytes"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>At most <see cref="ActorDocument.MaxAboutBytes"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? About { get; init; }
}
