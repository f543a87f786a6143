using ChatPosta.Accounts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Sessions;

/// <summary>The rows of sessions and their cookies, within the caller's transaction.</summary>
internal static class SessionRowStore
{
    public static SealedSession? Find(SqliteConnection db, string cookieId) => db.QuerySingleOrDefault<SealedSession>(
        """
        SELECT s.id AS Id, s.user_id AS UserId, s.credential_id AS CredentialId, s.created_at AS CreatedAt, s.expires_at AS ExpiresAt,
               s.last_seen_at AS LastSeenAt, s.asserted_at AS AssertedAt, s.device AS Device, s.network AS Network,
               c.cookie_id AS CookieId, c.sealed_key AS SealedKey, c.issued_at AS IssuedAt, c.retires_at AS RetiresAt
        FROM cookies c JOIN sessions s ON s.id = c.session_id WHERE c.cookie_id = @cookieId
        """,
        new { cookieId });

    public static void Insert(SqliteConnection db, SealedSession session)
    {
        db.Execute(
            """
            INSERT INTO sessions (id, user_id, credential_id, created_at, expires_at, last_seen_at, asserted_at, device, network)
            VALUES (@Id, @UserId, @CredentialId, @CreatedAt, @ExpiresAt, @LastSeenAt, @AssertedAt, @Device, @Network)
            """,
            session);
        InsertCookie(db, session);
    }

    public static void InsertCookie(SqliteConnection db, SealedSession session) => db.Execute(
        "INSERT INTO cookies (cookie_id, session_id, sealed_key, issued_at) VALUES (@CookieId, @Id, @SealedKey, @IssuedAt)", session);

    /// <summary>By last activity, the latest first.</summary>
    /// <param name="userId">Whose; everybody's when null.</param>
    public static List<SessionSummary> List(SqliteConnection db, string? userId = null) => db.Query<Row>(
        """
        SELECT id, user_id, credential_id, device, network, created_at, last_seen_at, expires_at
        FROM sessions WHERE @userId IS NULL OR user_id = @userId ORDER BY last_seen_at DESC, id
        """,
        new { userId }).AsList().ConvertAll(row => row.ToSummary());

    /// <summary>With its cookies. Answers whose it was, or null when there is no such session.</summary>
    public static string? Delete(SqliteConnection db, string id) =>
        db.QuerySingleOrDefault<string>("DELETE FROM sessions WHERE id = @id RETURNING user_id", new { id });

    /// <summary>With their cookies. Answers how many.</summary>
    public static int DeleteOfUser(SqliteConnection db, string userId) =>
        db.Execute("DELETE FROM sessions WHERE user_id = @userId", new { userId });

    private sealed record Row(
        string Id, string User_Id, string Credential_Id, string Device, string Network, string Created_At, string Last_Seen_At, string Expires_At)
    {
        public SessionSummary ToSummary() => new()
        {
            Id = Id,
            UserId = User_Id,
            CredentialId = Credential_Id,
            Place = new(Device, Network),
            CreatedAt = SqlTime.Read(Created_At),
            LastSeenAt = SqlTime.Read(Last_Seen_At),
            ExpiresAt = SqlTime.Read(Expires_At),
        };
    }
}
