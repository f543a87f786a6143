using Posta.Protocol;

namespace ChatPosta.Settings;

/// <summary>The posta-server that the account is linked to.</summary>
/// <param name="RefusedAt">Since when it takes the token no more; null while it does.</param>
/// <param name="Fresh">For so many seconds still, no passkey is asked for.</param>
/// <param name="Error">What was wrong with the last pairing link, "" at first.</param>
public sealed record ServerModel(PostaUrl Identity, DateTimeOffset LinkedAt, DateTimeOffset? RefusedAt, int Fresh, string Error = "");
