namespace ChatPosta.Accounts;

/// <summary>A single-use invitation to open an account, or to recover one. The code itself is known to the invited person only.</summary>
/// <param name="Id">Eight characters for people to name it by; tells nothing of the code.</param>
/// <param name="Recovers">The user whose account it gives a new passkey; null for one that opens a new account.</param>
internal sealed record Invite(
    string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt, string? Recovers = null)
{
    public bool IsOpen(DateTimeOffset now) => UsedAt is null && now < ExpiresAt;
}
