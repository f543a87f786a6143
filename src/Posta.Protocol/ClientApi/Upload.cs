namespace Posta.Protocol.ClientApi;

/// <summary>An image that was stored, as it lies there after its metadata were taken out .</summary>
public sealed record Upload(string Url = "", string MediaType = "", long Size = 0, int Width = 0, int Height = 0);

/// <summary>The picture that <c>PUT /identity/avatar</c> stored.</summary>
public sealed record Avatar([property: System.Text.Json.Serialization.JsonPropertyName("avatar")] string Url = "");
