using ChatPosta.Accounts;
using Dapper;
using Microsoft.Data.Sqlite;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>
/// Every row that belongs to a user, found by the schema itself: a new table or column is on the page on the day it is made.
/// </summary>
internal static class StoredRowStore
{
    private const int MaxRows = 500;

    private static readonly string[] UserColumns = ["user_id", "used_by", "recovers"];

    /// <summary>The tables in which the user has rows.</summary>
    /// <param name="file">The name of the file, for the reader.</param>
    public static IReadOnlyList<StoredTable> Read(SqliteConnection db, string file, string userId)
    {
        var tables = db.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid").AsList();
        return [.. tables.Select(table => Read(db, file, table, userId)).OfType<StoredTable>()];
    }

    private static StoredTable? Read(SqliteConnection db, string file, string table, string userId)
    {
        if (BelongsToUser(db, table) is not { } condition) return null;

        var count = db.ExecuteScalar<long>($"SELECT COUNT(*) FROM \"{table}\" WHERE {condition}", new { userId });
        if (count == 0) return null;

        var columns = Columns(db, table);
        var rows = new List<IReadOnlyList<StoredValue>>();
        using var reader = db.ExecuteReader($"SELECT * FROM \"{table}\" WHERE {condition} ORDER BY rowid DESC LIMIT {MaxRows}", new { userId });
        while (reader.Read()) rows.Add([.. columns.Select((column, index) => Shown(table, column, reader.GetValue(index)))]);
        return new(table, file, columns, rows, count);
    }

    /// <summary>By a column of its own, or through the table that it points to. Null for a table that is nobody's.</summary>
    private static string? BelongsToUser(SqliteConnection db, string table)
    {
        if (table == "users") return "id = @userId";

        string[] own = [.. Columns(db, table).Intersect(UserColumns).Select(column => $"\"{column}\" = @userId")];
        if (own.Length > 0) return string.Join(" OR ", own);

        var (from, to, column) = db.QueryFirstOrDefault<(string, string, string)>("SELECT \"from\", \"table\", \"to\" FROM pragma_foreign_key_list(@table)", new { table });
        return to is not null && to != table && BelongsToUser(db, to) is { } condition
            ? $"\"{from}\" IN (SELECT \"{column}\" FROM \"{to}\" WHERE {condition})"
            : null;
    }

    private static List<string> Columns(SqliteConnection db, string table) =>
        db.Query<string>("SELECT name FROM pragma_table_info(@table) ORDER BY cid", new { table }).AsList();

    private static StoredValue Shown(string table, string column, object value) => (value, StoredColumns.Of(table, column)?.Form) switch
    {
        (DBNull, _) => new(T("nothing"), IsShown: false),
        (byte[] bytes, StoredForm.Readable) => new(Convert.ToBase64String(bytes), IsShown: true),
        (_, StoredForm.Readable) => new(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!, IsShown: true),
        (_, StoredForm.Sealed) => new(T("sealed, {0}: opens with your key only", Length(value)), IsShown: false),
        (_, StoredForm.Hashed) => new(T("made from a secret that isn't kept, {0}", Length(value)), IsShown: false),
        _ => new(T("not shown, {0}", Length(value)), IsShown: false),
    };

    private static string Length(object value) => value is byte[] bytes ? T(bytes.Length, "1 byte", "{0} bytes") : T(value.ToString()!.Length, "1 letter", "{0} letters");
}
