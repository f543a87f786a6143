using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;
using Posta.Server.Tokens;

namespace Posta.Server.Invites;

/// <summary>The invites of one identity: each opens it to one more device, once.</summary>
public sealed class InviteStore(Database database, TimeProvider time)
{
    // One statement for all invites that open nothing: unknown, expired, used and revoked ones take the same time.
    private const string IsOpen = "hash = @hash AND used_at = '' AND revoked_at = '' AND expires_at > @now";

    private string Now => PostaTime.Format(time.GetUtcNow());

    /// <summary>Answers the invite and, for this one time, its code.</summary>
    public async Task<(InviteEntry Invite, string Code)> Create(string deviceHint, TimeSpan ttl, CancellationToken ct = default)
    {
        var (code, now) = (InviteCode.Generate(), time.GetUtcNow());
        var invite = await database.Write(
            connection => connection.QuerySingle<InviteEntry>(
                """
                INSERT INTO invites (hash, device_hint, created_at, expires_at) VALUES (@hash, @deviceHint, @createdAt, @expiresAt)
                RETURNING invite_id AS Id, device_hint AS Device, created_at AS CreatedAt, expires_at AS ExpiresAt, 'open' AS State
                """,
                new
                {
                    hash = InviteCode.Hash(code),
                    deviceHint,
                    createdAt = PostaTime.Format(now),
                    expiresAt = PostaTime.Format(now + ttl),
                }),
            ct);
        return (invite, code);
    }

    public Task<IReadOnlyList<InviteEntry>> List(CancellationToken ct = default) => database.Read<IReadOnlyList<InviteEntry>>(
        connection => connection.Query<InviteEntry>(
            """
            SELECT invite_id AS Id, coalesce(name, device_hint) AS Device, invites.created_at AS CreatedAt, expires_at AS ExpiresAt,
                CASE WHEN used_at <> '' THEN 'used' WHEN invites.revoked_at <> '' THEN 'revoked'
                    WHEN expires_at <= @now THEN 'expired' ELSE 'open' END AS State,
                token_id AS TokenId
            FROM invites LEFT JOIN auth_tokens USING (token_id) ORDER BY invite_id
            """,
            new { now = Now }).AsList(),
        ct);

    /// <summary>Takes an open invite back; false when there is none with that number.</summary>
    public Task<bool> Revoke(long id, CancellationToken ct = default) => database.Write(
        connection => connection.Execute(
            "UPDATE invites SET revoked_at = @now WHERE invite_id = @id AND used_at = '' AND revoked_at = '' AND expires_at > @now",
            new { id, now = Now }) == 1,
        ct);

    /// <summary>The invite that this code opens, or null.</summary>
    internal Task<InviteEntry?> Find(string code, CancellationToken ct) => database.Read(
        connection => connection.QuerySingleOrDefault<InviteEntry>(
            $"SELECT invite_id AS Id, device_hint AS Device, expires_at AS ExpiresAt, 'open' AS State FROM invites WHERE {IsOpen}",
            new { hash = InviteCode.Hash(code), now = Now }),
        ct);

    /// <summary>
    /// Exchanges the invite for a token, in one transaction; null, and no token, when it opens nothing or another was quicker.
    /// </summary>
    internal Task<MintedToken?> Redeem(string code, string deviceName, CancellationToken ct) => database.Write(
        connection => Take(connection, InviteCode.Hash(code)) is { } invite ? Mint(connection, invite, deviceName) : null,
        ct);

    private InviteEntry? Take(SqliteConnection connection, byte[] hash) => connection.QuerySingleOrDefault<InviteEntry>(
        $"UPDATE invites SET used_at = @now WHERE {IsOpen} RETURNING invite_id AS Id, device_hint AS Device", new { hash, now = Now });

    private MintedToken Mint(SqliteConnection connection, InviteEntry invite, string deviceName)
    {
        var taken = connection.Query<string>("SELECT name FROM auth_tokens WHERE revoked_at = ''").ToHashSet(StringComparer.Ordinal);
        var token = TokenStore.Mint(connection, DeviceName.Choose(deviceName, invite.Device, taken), time.GetUtcNow());
        connection.Execute("UPDATE invites SET token_id = @tokenId WHERE invite_id = @Id", new { tokenId = token.Id, invite.Id });
        return token;
    }
}
