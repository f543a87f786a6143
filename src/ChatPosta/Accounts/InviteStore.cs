using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

internal sealed class InviteStore(AccountDatabase accounts, TimeProvider time)
{
    /// <summary>Answers the invite and, for this one time, its code.</summary>
    public async Task<(Invite Invite, string Code)> Create(string name, TimeSpan ttl)
    {
        var now = time.GetUtcNow();
        var code = InviteCode.Generate();
        var invite = new Invite(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), name, now, now + ttl, null);
        await accounts.Db.Write(db => db.Execute(
            """
            INSERT INTO invites (id, code_hash, name, created_at, expires_at)
            VALUES (@Id, @Hash, @Name, @CreatedAt, @ExpiresAt)
            """,
            new
            {
                invite.Id,
                Hash = InviteCode.Hash(code),
                invite.Name,
                CreatedAt = SqlTime.Text(invite.CreatedAt),
                ExpiresAt = SqlTime.Text(invite.ExpiresAt),
            }));
        return (invite, code);
    }

    /// <summary>The invite that this code opens now, or null: unknown, used and expired are one answer.</summary>
    public async Task<Invite?> FindOpen(string code)
    {
        var hash = InviteCode.Hash(code);
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>(
            "SELECT id, name, created_at, expires_at, used_at FROM invites WHERE code_hash = @hash", new { hash }));
        return row?.ToInvite() is { } invite && invite.IsOpen(time.GetUtcNow()) ? invite : null;
    }

    /// <summary>Newest first. Used ones only with <paramref name="consumed"/>; expired ones never.</summary>
    public async Task<IReadOnlyList<Invite>> List(bool consumed)
    {
        var now = SqlTime.Text(time.GetUtcNow());
        var rows = await accounts.Db.Read(db => db.Query<Row>(
            """
            SELECT id, name, created_at, expires_at, used_at FROM invites
            WHERE (used_at IS NULL AND expires_at > @now) OR (@consumed AND used_at IS NOT NULL)
            ORDER BY created_at DESC
            """,
            new { now, consumed }).AsList());
        return rows.ConvertAll(row => row.ToInvite());
    }

    public async Task<Revocation> Revoke(string id)
    {
        var removed = await accounts.Db.Write(db => db.Execute(
            "DELETE FROM invites WHERE id = @id AND used_at IS NULL", new { id }));
        if (removed > 0) return Revocation.Revoked;

        var exists = await accounts.Db.Read(db => db.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM invites WHERE id = @id)", new { id }));
        return exists ? Revocation.AlreadyUsed : Revocation.Unknown;
    }

    /// <summary>Takes the invite inside the caller's transaction. False when another one was quicker or its time ran out.</summary>
    public static bool Take(SqliteConnection db, string inviteId, string userId, DateTimeOffset now) =>
        db.Execute(
            "UPDATE invites SET used_at = @now, used_by = @userId WHERE id = @inviteId AND used_at IS NULL AND expires_at > @now",
            new { inviteId, userId, now = SqlTime.Text(now) }) == 1;

    public enum Revocation
    {
        Revoked,
        AlreadyUsed,
        Unknown,
    }

    private sealed record Row(string Id, string Name, string Created_At, string Expires_At, string? Used_At)
    {
        public Invite ToInvite() =>
            new(Id, Name, SqlTime.Read(Created_At), SqlTime.Read(Expires_At), SqlTime.ReadOrNull(Used_At));
    }
}
