namespace Posta.Server.Invites;

/// <summary>What is known of an invite: everything but its code.</summary>
public sealed record InviteEntry
{
    public long Id { get; init; }

    /// <summary>The name of the token that came of it; until then the hint, "" without one.</summary>
    public string Device { get; init; } = "";

    public string CreatedAt { get; init; } = "";

    public string ExpiresAt { get; init; } = "";

    /// <summary><c>open</c>, <c>used</c>, <c>expired</c> or <c>revoked</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>The token that came of it; null until then.</summary>
    public long? TokenId { get; init; }
}
