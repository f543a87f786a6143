namespace Posta.Server.Tokens;

/// <summary>What is known of a token: everything but the token.</summary>
public sealed record TokenEntry
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string CreatedAt { get; init; } = "";

    public string LastUsedAt { get; init; } = "";

    public string RevokedAt { get; init; } = "";

    public string State => RevokedAt.Length == 0 ? "active" : "revoked";
}
