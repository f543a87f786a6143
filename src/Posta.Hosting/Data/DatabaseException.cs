using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>Why a database cannot be used, in the cases an operator can do something about.</summary>
public enum DatabaseFault
{
    /// <summary>The file is damaged, or is not an SQLite database: restore a backup.</summary>
    Corrupt,

    /// <summary>A newer version of the program has changed the schema: use that version.</summary>
    TooNew,

    /// <summary>A process of another version is using it: end that, or use its version.</summary>
    OtherVersion,

    /// <summary>No room on the disk.</summary>
    Full,

    /// <summary>The file cannot be opened, read, written or locked.</summary>
    Unavailable,
}

/// <summary>The database as a whole cannot be used; a failed statement stays a <see cref="SqliteException"/>.</summary>
public sealed class DatabaseException(DatabaseFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The cause, for the choice of an answer (507, 503) or an exit code.</summary>
    public DatabaseFault Fault { get; } = fault;

    // Primary result codes: https://sqlite.org/rescode.html
    internal static DatabaseFault? FaultOf(SqliteException exception) => exception.SqliteErrorCode switch
    {
        11 or 26 => DatabaseFault.Corrupt,
        13 => DatabaseFault.Full,
        3 or 5 or 8 or 10 or 14 => DatabaseFault.Unavailable,
        _ => null,
    };

    internal static DatabaseException Damaged(string path, string finding) =>
        new(DatabaseFault.Corrupt, $"The database {path} is damaged. Restore it from a backup. ({finding})");

    internal static DatabaseException From(SqliteException exception, DatabaseFault fault, string path) => new(fault, fault switch
    {
        DatabaseFault.Corrupt => $"The database {path} is damaged or is not a database. Restore it from a backup. ({exception.Message})",
        DatabaseFault.Full => $"There is no room left for the database {path}. ({exception.Message})",
        _ => $"The database {path} cannot be used. ({exception.Message})",
    }, exception);
}
