using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

/// <summary>Append-only: what was done to an account and when. Details name no secret and no message text.</summary>
internal static class AuditStore
{
    public const string SignedUp = "signed-up";
    public const string SignedIn = "signed-in";
    public const string SignedOut = "signed-out";
    public const string LinkRefused = "link-refused";

    public static void Append(SqliteConnection db, DateTimeOffset at, string userId, string @event, string detail = "") =>
        db.Execute(
            "INSERT INTO audit (at, user_id, event, detail) VALUES (@at, @userId, @event, @detail)",
            new { at = SqlTime.Text(at), userId, @event, detail });
}
