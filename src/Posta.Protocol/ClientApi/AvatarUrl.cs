namespace Posta.Protocol.ClientApi;

/// <summary>What <c>PUT /identity/avatar</c> answers.</summary>
/// <param name="Avatar">Where anybody reads it: an absolute https URL .</param>
public sealed record AvatarUrl(string Avatar = "");
