using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Posta.Server.Contacts;

/// <summary>
/// The columns of the row that a reader stands on, straight from SQLite. The driver counts the users of the statement for
/// each column, which costs more than the column; here the caller holds the reader open instead.
/// </summary>
internal readonly unsafe partial struct SqliteRow(SqliteDataReader rows)
{
    public const int Integer = 1;
    public const int Blob = 4;
    public const int Null = 5;

    private const string Library = "e_sqlite3";

    private readonly nint _statement = rows.Handle!.DangerousGetHandle();

    public int Type(int column) => ColumnType(_statement, column);

    public long Number(int column) => ColumnNumber(_statement, column);

    /// <summary>The bytes of a text or blob, until the reader moves on.</summary>
    public ReadOnlySpan<byte> Bytes(int column)
    {
        // In this order: the first call may convert, the second tells the length of the outcome.
        var start = ColumnBlob(_statement, column);
        return new(start, ColumnLength(_statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    private static partial int ColumnType(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    private static partial long ColumnNumber(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int ColumnLength(nint statement, int column);
}
