using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Posta.Hosting.Data;

/// <summary>Connections that cannot write, kept open; callers beyond their number wait without a thread.</summary>
internal sealed class ReaderPool(string path, DatabaseOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Readers, options.Readers);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _disposed;

    public async Task<T> Use<T>(Func<SqliteConnection, T> query, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(Database));
            return OnSnapshot(query);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
    }

    private T OnSnapshot<T>(Func<SqliteConnection, T> query)
    {
        var reader = Take();
        try
        {
            raw.sqlite3_exec(reader.Handle, "BEGIN");
            return query(reader);
        }
        finally
        {
            raw.sqlite3_exec(reader.Handle, "ROLLBACK");
            PutBack(reader);
        }
    }

    private SqliteConnection Take() =>
        _idle.TryTake(out var reader) ? reader : DatabaseFile.Connect(path, options, "query_only = ON");

    private void PutBack(SqliteConnection reader)
    {
        if (_disposed) reader.Dispose();
        else _idle.Add(reader);
    }
}
