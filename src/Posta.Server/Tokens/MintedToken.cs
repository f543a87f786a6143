namespace Posta.Server.Tokens;

/// <summary>A token that was just made; only here can it be read.</summary>
internal sealed record MintedToken(long Id, string Name, string Token);
