using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Posta.Hosting.Data;

/// <summary>Connections that cannot write, kept open; callers beyond their number wait without a thread.</summary>
internal sealed class ReaderPool(string path, DatabaseOptions options) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.Readers, options.Readers);
    private readonly ConcurrentStack<SqliteConnection> _idle = [];
    private volatile bool _disposed;

    public async Task<T> Use<T>(Func<SqliteConnection, T> query, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(Database));
            return OnSnapshot(query, ct);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var reader)) reader.Dispose();
    }

    private T OnSnapshot<T>(Func<SqliteConnection, T> query, CancellationToken ct)
    {
        var reader = Take();
        try
        {
            using var mutex = ConnectionMutex.Hold(reader);
            raw.sqlite3_exec(reader.Handle, "BEGIN");
            return Interruptible(reader, query, ct);
        }
        finally
        {
            raw.sqlite3_exec(reader.Handle, "ROLLBACK");
            PutBack(reader);
        }
    }

    // Who went away frees the reader at once, even while SQLite works. The registration ends before the reader is put back:
    // an interrupt must not hit its next user.
    private static T Interruptible<T>(SqliteConnection reader, Func<SqliteConnection, T> query, CancellationToken ct)
    {
        try
        {
            using var _ = ct.UnsafeRegister(static state => raw.sqlite3_interrupt(((SqliteConnection)state!).Handle), reader);
            return query(reader);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_INTERRUPT && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException("The reader was not wanted any more.", e, ct);
        }
    }

    private SqliteConnection Take() =>
        _idle.TryPop(out var reader) ? reader : DatabaseFile.Connect(path, options, "query_only = ON");

    private void PutBack(SqliteConnection reader)
    {
        if (_disposed) reader.Dispose();
        else _idle.Push(reader);
    }
}
