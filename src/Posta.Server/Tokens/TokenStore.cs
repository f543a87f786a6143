using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;
using Posta.Protocol;

namespace Posta.Server.Tokens;

/// <summary>The bearer tokens of one identity. Only their SHA-256 is stored.</summary>
public sealed class TokenStore(Database database, TimeProvider time, ILogger<TokenStore>? log = null)
{
    private const int RandomBytes = 32;

    // Knowing the minute of the last use is enough; a write per request is not worth it.
    private static readonly TimeSpan LastUsedPrecision = TimeSpan.FromMinutes(1);

    private string Now => PostaTime.Format(time.GetUtcNow());

    /// <summary>Makes a token and returns it, the only time that it can be read.</summary>
    public Task<string> Create(string name, CancellationToken ct = default) =>
        database.Write(connection => Mint(connection, name, time.GetUtcNow()).Token, ct);

    public Task<IReadOnlyList<TokenEntry>> List(CancellationToken ct = default) => database.Read<IReadOnlyList<TokenEntry>>(
        connection => connection.Query<TokenEntry>(
            """
            SELECT token_id AS Id, name AS Name, created_at AS CreatedAt, last_used_at AS LastUsedAt, revoked_at AS RevokedAt
            FROM auth_tokens ORDER BY token_id
            """).AsList(),
        ct);

    /// <summary>Revokes every active token of that name; says how many there were.</summary>
    public Task<int> RevokeNamed(string name, CancellationToken ct = default) => Revoke("name = @name", new { name, now = Now }, ct);

    public Task<int> RevokeId(long id, CancellationToken ct = default) => Revoke("token_id = @id", new { id, now = Now }, ct);

    /// <summary>Makes a token inside the caller's transaction.</summary>
    internal static MintedToken Mint(SqliteConnection connection, string name, DateTimeOffset now)
    {
        var token = "mst_" + Base64Url(RandomNumberGenerator.GetBytes(RandomBytes));
        var id = connection.QuerySingle<long>(
            "INSERT INTO auth_tokens (hash, name, created_at) VALUES (@hash, @name, @now) RETURNING token_id",
            new { hash = Hash(token), name, now = PostaTime.Format(now) });
        return new MintedToken(id, name, token);
    }

    /// <summary>The active token that was presented, or null.</summary>
    internal async Task<BearerToken?> Find(string presented, CancellationToken ct)
    {
        var found = await database.Read(
            connection => connection.QuerySingleOrDefault<TokenEntry>(
                """
                SELECT token_id AS Id, name AS Name, last_used_at AS LastUsedAt
                FROM auth_tokens WHERE hash = @hash AND revoked_at = ''
                """,
                new { hash = Hash(presented) }),
            ct);
        if (found is null)
            return null;

        await NoteUse(found, ct);
        return new BearerToken(found.Id);
    }

    internal Task<HashSet<long>> ActiveIds(CancellationToken ct) => database.Read(
        connection => connection.Query<long>("SELECT token_id FROM auth_tokens WHERE revoked_at = ''").ToHashSet(), ct);

    private Task<int> Revoke(string which, object parameters, CancellationToken ct) => database.Write(
        connection => connection.Execute($"UPDATE auth_tokens SET revoked_at = @now WHERE revoked_at = '' AND {which}", parameters), ct);

    private async Task NoteUse(TokenEntry token, CancellationToken ct)
    {
        if (PostaTime.TryParse(token.LastUsedAt, out var last) && time.GetUtcNow() - last < LastUsedPrecision)
            return;

        try
        {
            await database.Write(
                connection => connection.Execute(
                    "UPDATE auth_tokens SET last_used_at = @now WHERE token_id = @id", new { id = token.Id, now = Now }),
                ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The token is good all the same, and on a full disk its user can still read.
            log?.LogWarning(e, "The use of token {Id} could not be noted", token.Id);
        }
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
