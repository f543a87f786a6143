using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Keys;
using Posta.Hosting.Logging;

namespace ChatPosta.Sessions;

/// <summary>A session with one of its cookies, as the file has them: the user's data key lies sealed under cookie and pepper.</summary>
internal sealed record SealedSession
{
    public required string Id { get; init; }

    public required string UserId { get; init; }

    public required string CredentialId { get; init; }

    public required string CreatedAt { get; init; }

    public required string ExpiresAt { get; init; }

    public required string LastSeenAt { get; init; }

    public required string AssertedAt { get; init; }

    public string Device { get; init; } = "";

    public string Network { get; init; } = "";

    public required string CookieId { get; init; }

    public byte[] SealedKey { get; init; } = [];

    public required string IssuedAt { get; init; }

    public string? RetiresAt { get; init; }

    /// <summary>This session under another cookie. The data key is wiped.</summary>
    public SealedSession With(byte[] cookie, byte[] dataKey, Pepper pepper, DateTimeOffset issuedAt)
    {
        // The times are bound in, so that editing the row cannot stretch the session.
        var box = SealedBox.Seal(BoxKind.SessionKey, KeyChain.SessionKey(cookie, pepper.Bytes), dataKey, UserId, CreatedAt, ExpiresAt);
        CryptographicOperations.ZeroMemory(dataKey);
        return this with { CookieId = KeyChain.CookieId(cookie), SealedKey = box, IssuedAt = SqlTime.Text(issuedAt), RetiresAt = null };
    }

    /// <summary>The user's data key, which the caller wipes.</summary>
    /// <exception cref="SealBrokenException">Another pepper than it was sealed under, or somebody edited the row.</exception>
    public byte[] DataKey(byte[] cookie, Pepper pepper) =>
        SealedBox.Open(BoxKind.SessionKey, KeyChain.SessionKey(cookie, pepper.Bytes), SealedKey, UserId, CreatedAt, ExpiresAt);

    /// <exception cref="SealBrokenException">As <see cref="DataKey"/>.</exception>
    public OpenCookie Open(byte[] cookie, Pepper pepper, Account account)
    {
        var dataKey = DataKey(cookie, pepper);
        try
        {
            return new(CookieId, Opened(account, account.Link.Open(dataKey, account.User)), SqlTime.Read(IssuedAt), SqlTime.ReadOrNull(RetiresAt));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    private Session Opened(Account account, Secret token) => new()
    {
        Id = Id,
        User = account.User,
        Token = token,
        LinkId = account.Link.Id,
        CredentialId = CredentialId,
        CreatedAt = SqlTime.Read(CreatedAt),
        ExpiresAt = SqlTime.Read(ExpiresAt),
        LastSeenAt = SqlTime.Read(LastSeenAt),
        AssertedAt = SqlTime.Read(AssertedAt),
    };
}
