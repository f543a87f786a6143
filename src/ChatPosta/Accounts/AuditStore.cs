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
    public const string Asserted = "asserted";
    public const string AssertionRefused = "assertion-refused";

    /// <param name="userId">Null for what concerns no account that exists.</param>
    /// <param name="network">Of the browser that did it; empty for what the admin did at the machine.</param>
    public static void Append(SqliteConnection db, DateTimeOffset at, string? userId, string @event, string detail = "", string network = "") =>
        db.Execute(
            "INSERT INTO audit (at, user_id, event, detail, network) VALUES (@at, @userId, @event, @detail, @network)",
            new { at = SqlTime.Text(at), userId, @event, detail, network });
}
