using ChatPosta.Accounts;
using ChatPosta.Keys;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Passkeys;

internal sealed class PasskeyStore(AccountDatabase accounts, TimeProvider time)
{
    /// <summary>A user has no more than this.</summary>
    public const int Most = 20;

    private const string Columns =
        """
        credential_id, user_id, public_key, name, sign_count, transports, is_backup_eligible, is_backed_up,
        attestation_object, client_data_json, wrapped_key, key_check, created_at, last_used_at
        """;

    public async Task<Passkey?> Find(byte[] credentialId)
    {
        var id = PasskeyId.Text(credentialId);
        var row = await accounts.Db.Read(db => db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns} FROM passkeys WHERE credential_id = @id", new { id }));
        return row?.ToPasskey();
    }

    public async Task<IReadOnlyList<Passkey>> OfUser(string userId)
    {
        var rows = await accounts.Db.Read(db => db.Query<Row>(
            $"SELECT {Columns} FROM passkeys WHERE user_id = @userId ORDER BY created_at", new { userId }).AsList());
        return rows.ConvertAll(row => row.ToPasskey());
    }

    /// <summary>
    /// Keeps what an assertion taught us, since the next one is checked against it: the sign counter and the backup flag.
    /// False when the passkey was removed meanwhile; then nothing is written.
    /// </summary>
    public Task<bool> Used(UserPasskeyInfo shown, string userId, string @event, string network, string detail = "") => accounts.Db.Write(db =>
    {
        var now = time.GetUtcNow();
        var used = db.Execute(
            """
            UPDATE passkeys SET sign_count = MAX(sign_count, @SignCount), is_backed_up = @IsBackedUp, last_used_at = @now
            WHERE credential_id = @id AND user_id = @userId
            """,
            new { id = PasskeyId.Text(shown.CredentialId), userId, SignCount = (long)shown.SignCount, shown.IsBackedUp, now = SqlTime.Text(now) });
        if (used > 0) AuditStore.Append(db, now, userId, @event, detail, network);
        return used > 0;
    });

    /// <summary>False, and nothing is written, when the user has as many as can be, or an account has this one already.</summary>
    public Task<bool> Add(Passkey passkey, string network) => accounts.Db.Write(db =>
    {
        var count = db.ExecuteScalar<int>("SELECT COUNT(*) FROM passkeys WHERE user_id = @UserId", new { passkey.UserId });
        if (count >= Most || Exists(db, passkey.CredentialId)) return false;

        var now = time.GetUtcNow();
        Insert(db, passkey, now);
        AuditStore.Append(db, now, passkey.UserId, AuditStore.PasskeyAdded, passkey.Info.Name ?? "", network);
        return true;
    });

    /// <summary>Does nothing to a passkey that is not the user's.</summary>
    public Task Rename(string credentialId, string userId, string name, string network) => accounts.Db.Write(db =>
    {
        var renamed = db.Execute(
            "UPDATE passkeys SET name = @name WHERE credential_id = @credentialId AND user_id = @userId", new { credentialId, userId, name });
        if (renamed > 0) AuditStore.Append(db, time.GetUtcNow(), userId, AuditStore.PasskeyRenamed, name, network);
    });

    /// <summary>The statement itself keeps the last way in: of two removals at once, one finds nothing to remove.</summary>
    public Task<PasskeyRemoval> Remove(string credentialId, string userId, string network) => accounts.Db.Write(db =>
    {
        var removed = db.QuerySingleOrDefault<string>(
            """
            DELETE FROM passkeys
            WHERE credential_id = @credentialId AND user_id = @userId
              AND EXISTS (SELECT 1 FROM passkeys WHERE user_id = @userId AND credential_id <> @credentialId)
              AND (EXISTS (SELECT 1 FROM passkeys WHERE user_id = @userId AND credential_id <> @credentialId AND wrapped_key IS NOT NULL)
                   OR EXISTS (SELECT 1 FROM unlock_codes WHERE user_id = @userId))
            RETURNING name
            """,
            new { credentialId, userId });
        if (removed is null) return WhyKept(db, credentialId, userId);

        AuditStore.Append(db, time.GetUtcNow(), userId, AuditStore.PasskeyRemoved, removed, network);
        return PasskeyRemoval.Removed;
    });

    public static bool Exists(SqliteConnection db, string credentialId) => db.ExecuteScalar<bool>(
        "SELECT EXISTS (SELECT 1 FROM passkeys WHERE credential_id = @credentialId)", new { credentialId });

    public static void Insert(SqliteConnection db, Passkey passkey, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO passkeys
            (credential_id, user_id, public_key, name, sign_count, transports, is_backup_eligible, is_backed_up,
             attestation_object, client_data_json, wrapped_key, key_check, created_at, last_used_at)
        VALUES
            (@CredentialId, @UserId, @PublicKey, @Name, @SignCount, @Transports, @IsBackupEligible, @IsBackedUp,
             @AttestationObject, @ClientDataJson, @Box, @KeyCheck, @now, @now)
        """,
        new
        {
            passkey.CredentialId,
            passkey.UserId,
            passkey.Info.PublicKey,
            Name = passkey.Info.Name ?? "Passkey",
            SignCount = (long)passkey.Info.SignCount,
            Transports = string.Join(' ', passkey.Info.Transports ?? []),
            passkey.Info.IsBackupEligible,
            passkey.Info.IsBackedUp,
            passkey.Info.AttestationObject,
            passkey.Info.ClientDataJson,
            passkey.WrappedKey?.Box,
            passkey.WrappedKey?.KeyCheck,
            now = SqlTime.Text(now),
        });

    private static PasskeyRemoval WhyKept(SqliteConnection db, string credentialId, string userId)
    {
        var ids = db.Query<string>("SELECT credential_id FROM passkeys WHERE user_id = @userId", new { userId }).AsList();
        if (!ids.Contains(credentialId)) return PasskeyRemoval.Unknown;
        return ids.Count == 1 ? PasskeyRemoval.LastOne : PasskeyRemoval.LastKey;
    }

    private sealed record Row(
        string Credential_Id,
        string User_Id,
        byte[] Public_Key,
        string Name,
        long Sign_Count,
        string Transports,
        long Is_Backup_Eligible,
        long Is_Backed_Up,
        byte[] Attestation_Object,
        byte[] Client_Data_Json,
        byte[]? Wrapped_Key,
        byte[]? Key_Check,
        string Created_At,
        string? Last_Used_At)
    {
        public Passkey ToPasskey() => new(
            User_Id,
            new UserPasskeyInfo(
                PasskeyId.Bytes(Credential_Id),
                Public_Key,
                SqlTime.Read(Created_At),
                (uint)Sign_Count,
                Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                isUserVerified: true,
                isBackupEligible: Is_Backup_Eligible != 0,
                isBackedUp: Is_Backed_Up != 0,
                Attestation_Object,
                Client_Data_Json)
            { Name = Name },
            Wrapped_Key is null ? null : new WrappedKey(Wrapped_Key, Key_Check!))
        {
            LastUsedAt = SqlTime.ReadOrNull(Last_Used_At),
        };
    }
}
