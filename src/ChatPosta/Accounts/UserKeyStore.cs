using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Accounts;

/// <summary>Reads what an admin may know of the keys to an account: that they are there, and since when.</summary>
internal static class UserKeyStore
{
    /// <param name="userId">Of a user who exists.</param>
    public static UserKeys Read(SqliteConnection db, string userId)
    {
        var link = db.QuerySingle<(string LinkedAt, long HasCode)>(
            "SELECT linked_at, EXISTS (SELECT 1 FROM unlock_codes WHERE user_id = @userId) FROM server_links WHERE user_id = @userId", new { userId });
        var passkeys = db.Query<Row>(
            "SELECT name, created_at, last_used_at, wrapped_key IS NOT NULL AS opens FROM passkeys WHERE user_id = @userId ORDER BY created_at", new { userId });
        return new(SqlTime.Read(link.LinkedAt), link.HasCode != 0, [.. passkeys.Select(row => row.ToState())]);
    }

    private sealed record Row(string Name, string Created_At, string? Last_Used_At, long Opens)
    {
        public KeyState ToState() =>
            new(Name, SqlTime.Read(Created_At), SqlTime.ReadOrNull(Last_Used_At), Opens != 0 ? "by itself" : "with the unlock code");
    }
}
