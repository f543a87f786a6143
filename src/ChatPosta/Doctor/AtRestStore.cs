using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatPosta.Doctor;

/// <summary>Asks any SQLite file what is in it, whatever its schema. Nothing is changed.</summary>
internal static class AtRestStore
{
    public static List<(string Table, string Column)> Columns(SqliteConnection db) => db.Query<(string, string)>(
        """
        SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid
        """).AsList();

    /// <summary>How many values a column holds.</summary>
    /// <param name="column">As the schema names it, and no other.</param>
    public static long Count(SqliteConnection db, string table, string column) =>
        db.ExecuteScalar<long>($"SELECT COUNT(\"{column}\") FROM \"{table}\"");

    /// <summary>The ids that cookies derive to; empty where there is no such table.</summary>
    public static HashSet<string> CookieIds(SqliteConnection db) => [.. Values<string>(db, "cookies", "cookie_id")];

    public static HashSet<string> UserIds(SqliteConnection db) => [.. Values<string>(db, "users", "id")];

    /// <summary>Whom the files name, beside the users themselves: what is left of somebody who was deleted shows here.</summary>
    public static HashSet<string> NamedUserIds(SqliteConnection db) =>
        [.. Values<string?>(db, "audit", "user_id").Concat(Values<string?>(db, "invites", "used_by")).Concat(Values<string?>(db, "sessions", "user_id")).OfType<string>()];

    /// <summary>SHA-256 of each invite code, as hexadecimal digits.</summary>
    public static HashSet<string> InviteHashes(SqliteConnection db) => [.. Values<byte[]>(db, "invites", "code_hash").Select(Convert.ToHexStringLower)];

    private static IEnumerable<T> Values<T>(SqliteConnection db, string table, string column) =>
        Columns(db).Contains((table, column)) ? db.Query<T>($"SELECT \"{column}\" FROM \"{table}\"") : [];
}
