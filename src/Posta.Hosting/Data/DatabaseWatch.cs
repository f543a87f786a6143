using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>Tells whether anybody, in this process or another, has committed to a database since it was last asked.</summary>
/// <remarks>Costs one look at a page that is in memory, so it may be asked several times a second. For one thread at a time.</remarks>
public sealed class DatabaseWatch : IDisposable
{
    private readonly SqliteConnection _connection;
    private long? _version;

    /// <param name="path">A database that exists.</param>
    public DatabaseWatch(string path) =>
        _connection = DatabaseFile.Connect(path, new DatabaseOptions(), "query_only = ON");

    /// <summary>True also when it is asked for the first time: nobody knows what was before.</summary>
    public bool HasChanged()
    {
        // SQLite counts the commits of all other connections, and this one makes none.
        var version = _connection.ExecuteScalar<long>("PRAGMA data_version");
        var changed = version != _version;
        _version = version;
        return changed;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();
}
