using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>What a look at a database file finds, without changing it.</summary>
/// <param name="Schema">The number of the last migration that ran on it.</param>
/// <param name="KnownSchema">The number of the newest migration that this program has.</param>
/// <param name="Damage">What is wrong with its pages; null when nothing is.</param>
public sealed record DatabaseInspection(int Schema, int KnownSchema, string? Damage)
{
    /// <summary>Looks at a file that may be in use, and through every page of it.</summary>
    /// <exception cref="DatabaseException">It cannot be opened, or is no database.</exception>
    public static DatabaseInspection Of(string path, MigrationSet migrations) => Read(path, connection =>
        new DatabaseInspection(connection.ExecuteScalar<int>("PRAGMA user_version"), Migration.Of(migrations).Count, DamageOf(connection)));

    /// <summary>A consistent copy of a file that may be in use. It appears under its name only when it is whole.</summary>
    /// <exception cref="DatabaseException">The file cannot be read, or there is no room for the copy.</exception>
    public static void Copy(string source, string target) => Read(source, connection =>
    {
        DatabaseFile.Copy(connection, target);
        return target;
    });

    /// <summary>Asks a file that may be in use and whose schema may be an older one: it is not brought up to date.</summary>
    /// <exception cref="DatabaseException">It cannot be opened, or is no database.</exception>
    public static T Read<T>(string path, Func<SqliteConnection, T> query)
    {
        try
        {
            using var connection = DatabaseFile.Connect(path, new DatabaseOptions());
            return query(connection);
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw DatabaseException.From(e, fault, path);
        }
    }

    // The quick check finds every page that is not what its place in the file demands; the line after the heading says it.
    internal static string? DamageOf(SqliteConnection connection) =>
        connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is not "ok" and var finding ? (finding ?? "no answer").Split('\n')[^1] : null;
}
