using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>
/// The lock of one connection, taken once for many calls. SQLite takes it in each call, several times for a column of a row;
/// by a thread that has it already it is taken and given back without an atomic operation
/// (https://sqlite.org/c3ref/mutex_alloc.html: a connection's mutex is recursive). An interrupt does not ask for it.
/// </summary>
/// <remarks>Given back on the thread that took it.</remarks>
internal readonly ref partial struct ConnectionMutex : IDisposable
{
    private const string Library = "e_sqlite3";

    private readonly nint _mutex;

    private ConnectionMutex(nint mutex)
    {
        _mutex = mutex;
        Enter(mutex);
    }

    public static ConnectionMutex Hold(SqliteConnection connection) => new(Of(connection.Handle!.DangerousGetHandle()));

    public void Dispose() => Leave(_mutex);

    // Null where SQLite was built without threads: entering and leaving that does nothing.
    [LibraryImport(Library, EntryPoint = "sqlite3_db_mutex")]
    private static partial nint Of(nint connection);

    [LibraryImport(Library, EntryPoint = "sqlite3_mutex_enter")]
    private static partial void Enter(nint mutex);

    [LibraryImport(Library, EntryPoint = "sqlite3_mutex_leave")]
    private static partial void Leave(nint mutex);
}
