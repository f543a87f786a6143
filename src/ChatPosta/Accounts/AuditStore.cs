using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

/// <summary>Append-only: what was done to an account and when. Details name no secret and no message text.</summary>
internal static class AuditStore
{
    public const string InviteCreated = "invite-created";
    public const string InviteRevoked = "invite-revoked";
    public const string SignedUp = "signed-up";
    public const string SignedIn = "signed-in";
    public const string SignedOut = "signed-out";
    public const string SessionsEnded = "sessions-ended";
    public const string LinkRefused = "link-refused";
    public const string Asserted = "asserted";
    public const string AssertionRefused = "assertion-refused";
    public const string UserDisabled = "user-disabled";
    public const string UserEnabled = "user-enabled";
    public const string UserDeleted = "user-deleted";
    public const string SessionRevoked = "session-revoked";
    public const string Exported = "exported";
    public const string LinkedAgain = "linked-again";
    public const string Recovered = "recovered";
    public const string RecoveryInvited = "recovery-invited";
    public const string SignInRefused = "sign-in-refused";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRenamed = "passkey-renamed";
    public const string PasskeyRemoved = "passkey-removed";
    public const string UnlockCodeMade = "unlock-code-made";
    public const string UnlockCodeReplaced = "unlock-code-replaced";
    public const string UnlockCodeRemoved = "unlock-code-removed";
    public const string UnlockCodeAsked = "unlock-code-asked";
    public const string UnlockCodeRefused = "unlock-code-refused";

    /// <summary>Nothing is noted of an account that is gone: a request that was under way must not leave its trace.</summary>
    /// <param name="userId">Null for what concerns no account that exists.</param>
    /// <param name="network">Of the browser that did it; empty for what the admin did at the machine.</param>
    public static void Append(SqliteConnection db, DateTimeOffset at, string? userId, string @event, string detail = "", string network = "") =>
        db.Execute(
            """
            INSERT INTO audit (at, user_id, event, detail, network)
            SELECT @at, @userId, @event, @detail, @network WHERE @userId IS NULL OR EXISTS (SELECT 1 FROM users WHERE id = @userId)
            """,
            new { at = SqlTime.Text(at), userId, @event, detail, network });

    /// <summary>Newest first.</summary>
    /// <param name="userId">What concerns that user; everything when null.</param>
    /// <param name="before">Only entries below this one.</param>
    public static List<AuditEntry> List(SqliteConnection db, string? userId, DateTimeOffset? since, int limit, long? before = null) => db.Query<Row>(
        """
        SELECT a.id, a.at, a.user_id, u.name, a.event, a.detail, a.network FROM audit a LEFT JOIN users u ON u.id = a.user_id
        WHERE (@userId IS NULL OR a.user_id = @userId) AND (@since IS NULL OR a.at >= @since) AND (@before IS NULL OR a.id < @before)
        ORDER BY a.id DESC LIMIT @limit
        """,
        new { userId, before, since = since is { } from ? SqlTime.Text(from) : null, limit }).AsList().ConvertAll(row => row.ToEntry());

    /// <summary>Answers how many were older and are gone.</summary>
    public static int Forget(SqliteConnection db, DateTimeOffset before) =>
        db.Execute("DELETE FROM audit WHERE at < @before", new { before = SqlTime.Text(before) });

    private sealed record Row(long Id, string At, string? User_Id, string? Name, string Event, string Detail, string Network)
    {
        public AuditEntry ToEntry() => new(Id, SqlTime.Read(At), User_Id, Name, Event, Detail, Network);
    }
}

/// <summary>One thing that was done.</summary>
/// <param name="User">The name of the account that it concerns.</param>
/// <param name="Network">Empty for what the admin did at the machine.</param>
internal sealed record AuditEntry(long Id, DateTimeOffset At, string? UserId, string? User, string Event, string Detail, string Network);
