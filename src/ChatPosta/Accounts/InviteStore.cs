using System.Security.Cryptography;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

internal sealed class InviteStore(AccountDatabase accounts, TimeProvider time)
{
    private const string Columns = "i.id, i.name, i.created_at, i.expires_at, i.used_at, i.recovers";

    /// <summary>Answers the invite and, for this one time, its code.</summary>
    /// <param name="byAdmin">Whether an admin did it, and not the demo: that is noted.</param>
    public async Task<(Invite Invite, string Code)> Create(string name, TimeSpan ttl, bool byAdmin = false)
    {
        var (invite, code) = Make(name, ttl);
        await accounts.Db.Write(db =>
        {
            Insert(db, invite, code);
            // Without the name: the row outlives the account that it opens.
            if (byAdmin) AuditStore.Append(db, invite.CreatedAt, null, AuditStore.InviteCreated, $"invite {invite.Id}");
        });
        return (invite, code);
    }

    /// <summary>As <see cref="Create"/>, for an account that exists: its user makes a new passkey. Null when there is no such user.</summary>
    public Task<(Invite Invite, string Code)?> CreateRecovery(string userId, TimeSpan ttl) => accounts.Db.Write<(Invite, string)?>(db =>
    {
        if (db.ExecuteScalar<string>("SELECT name FROM users WHERE id = @userId", new { userId }) is not { } name) return null;

        var (invite, code) = Make(name, ttl);
        invite = invite with { Recovers = userId };
        Insert(db, invite, code);
        AuditStore.Append(db, invite.CreatedAt, userId, AuditStore.RecoveryInvited, $"invite {invite.Id}");
        return (invite, code);
    });

    /// <summary>
    /// The invite that this code opens now, or null: unknown, used and expired are one answer, and so is an account that
    /// the admin has disabled.
    /// </summary>
    public async Task<Invite?> FindOpen(string code)
    {
        var hash = InviteCode.Hash(code);
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns} FROM invites i LEFT JOIN users u ON u.id = i.recovers WHERE i.code_hash = @hash AND u.disabled_at IS NULL",
            new { hash }));
        return row?.ToInvite() is { } invite && invite.IsOpen(time.GetUtcNow()) ? invite : null;
    }

    /// <summary>Newest first. Used ones only with <paramref name="consumed"/>; expired ones never.</summary>
    public async Task<IReadOnlyList<Invite>> List(bool consumed)
    {
        var now = SqlTime.Text(time.GetUtcNow());
        var rows = await accounts.Db.Read(db => db.Query<Row>(
            $"""
            SELECT {Columns} FROM invites i
            WHERE (used_at IS NULL AND expires_at > @now) OR (@consumed AND used_at IS NOT NULL)
            ORDER BY created_at DESC
            """,
            new { now, consumed }).AsList());
        return rows.ConvertAll(row => row.ToInvite());
    }

    public async Task<Revocation> Revoke(string id)
    {
        var removed = await accounts.Db.Write(db =>
        {
            var count = db.Execute("DELETE FROM invites WHERE id = @id AND used_at IS NULL", new { id });
            if (count > 0) AuditStore.Append(db, time.GetUtcNow(), null, AuditStore.InviteRevoked, $"invite {id}");
            return count;
        });
        if (removed > 0) return Revocation.Revoked;

        var exists = await accounts.Db.Read(db => db.ExecuteScalar<bool>(
            "SELECT EXISTS (SELECT 1 FROM invites WHERE id = @id)", new { id }));
        return exists ? Revocation.AlreadyUsed : Revocation.Unknown;
    }

    /// <summary>Takes the invite inside the caller's transaction. False when another one was quicker or its time ran out.</summary>
    /// <param name="recovers">The user whom it must recover; null for an invite that opens a new account.</param>
    public static bool Take(SqliteConnection db, string inviteId, string userId, DateTimeOffset now, string? recovers = null) =>
        db.Execute(
            """
            UPDATE invites SET used_at = @now, used_by = @userId
            WHERE id = @inviteId AND used_at IS NULL AND expires_at > @now AND recovers IS @recovers
            """,
            new { inviteId, userId, recovers, now = SqlTime.Text(now) }) == 1;

    private (Invite Invite, string Code) Make(string name, TimeSpan ttl)
    {
        var now = time.GetUtcNow();
        return (new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)), name, now, now + ttl, null), InviteCode.Generate());
    }

    private static void Insert(SqliteConnection db, Invite invite, string code) => db.Execute(
        """
        INSERT INTO invites (id, code_hash, name, created_at, expires_at, recovers)
        VALUES (@Id, @Hash, @Name, @CreatedAt, @ExpiresAt, @Recovers)
        """,
        new
        {
            invite.Id,
            Hash = InviteCode.Hash(code),
            invite.Name,
            CreatedAt = SqlTime.Text(invite.CreatedAt),
            ExpiresAt = SqlTime.Text(invite.ExpiresAt),
            invite.Recovers,
        });

    public enum Revocation
    {
        Revoked,
        AlreadyUsed,
        Unknown,
    }

    private sealed record Row(string Id, string Name, string Created_At, string Expires_At, string? Used_At, string? Recovers)
    {
        public Invite ToInvite() =>
            new(Id, Name, SqlTime.Read(Created_At), SqlTime.Read(Expires_At), SqlTime.ReadOrNull(Used_At), Recovers);
    }
}
