namespace ChatPosta.Accounts;

/// <summary>A single-use invitation to open an account. The code itself is known to the invited person only.</summary>
/// <param name="Id">Eight characters for people to name it by; tells nothing of the code.</param>
internal sealed record Invite(string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt)
{
    public bool IsOpen(DateTimeOffset now) => UsedAt is null && now < ExpiresAt;
}
