namespace Posta.Protocol.ClientApi;

/// <summary>Names a contact: to add it, or as one that was removed.</summary>
public sealed record ContactUrl(string Url = "");
