namespace ChatPosta.Sessions;

/// <summary>A session as lists show it to its user and the admin.</summary>
internal sealed record SessionSummary
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string CredentialId { get; init; }

    public required ClientPlace Place { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
