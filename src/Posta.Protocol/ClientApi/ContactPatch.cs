using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>What <c>PATCH /contacts</c> changes; null leaves a member as it is.</summary>
public sealed record ContactPatch(string Url = "")
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Pinned { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Muted { get; init; }

    /// <summary>One of <see cref="ContactStatus"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; init; }
}
