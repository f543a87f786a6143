namespace ChatPosta.Accounts;

/// <summary>What opens an account, as an admin may know it: never the keys.</summary>
internal sealed record UserKeys(DateTimeOffset LinkedAt, bool HasUnlockCode, IReadOnlyList<KeyState> Passkeys);

/// <param name="Opens">"by itself", or "with the unlock code" where the authenticator has no PRF.</param>
internal sealed record KeyState(string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, string Opens);
