using Microsoft.AspNetCore.Identity;

namespace ChatPosta.Passkeys;

/// <summary>A user, as far as the framework's passkey handler needs to know one.</summary>
internal sealed record PasskeyOwner(string Id);

/// <summary>
/// Shows the framework's handler just what it reads: whose passkey is this, and which passkeys has this user. It never
/// writes; an account and its passkeys change in our own transactions only.
/// </summary>
/// <param name="find">The passkey of a credential id with its owner's id, or null.</param>
/// <param name="ofUser">All passkeys of a user; empty for an unknown one.</param>
internal sealed class PasskeyOwners(
    Func<byte[], Task<(string UserId, UserPasskeyInfo Info)?>> find,
    Func<string, Task<IReadOnlyList<UserPasskeyInfo>>> ofUser) : IUserPasskeyStore<PasskeyOwner>
{
    public async Task<PasskeyOwner?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        (await ofUser(userId)).Count > 0 ? new PasskeyOwner(userId) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        [.. await ofUser(user.Id)];

    public async Task<PasskeyOwner?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await find(credentialId) is { } found ? new PasskeyOwner(found.UserId) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) =>
        await find(credentialId) is { } found && found.UserId == user.Id ? found.Info : null;

    public Task<string> GetUserIdAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Id);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyOwner user, CancellationToken cancellationToken) =>
        GetUserNameAsync(user, cancellationToken);

    public Task<PasskeyOwner?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByIdAsync(normalizedUserName, cancellationToken);

    public Task SetUserNameAsync(PasskeyOwner user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(PasskeyOwner user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyOwner user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task AddOrUpdatePasskeyAsync(PasskeyOwner user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(PasskeyOwner user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
    }

    private static NotSupportedException ReadOnly() => new("Accounts change in our own transactions only.");
}
