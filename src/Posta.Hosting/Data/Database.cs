using System.Collections.Concurrent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>
/// One SQLite file in WAL mode: any number of readers beside one writer. Callers that wait hold no thread.
/// </summary>
public sealed class Database : IAsyncDisposable, IDisposable
{
    private readonly DatabaseOptions _options;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _reading;
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private volatile bool _disposed;

    private Database(string path, DatabaseOptions options, SqliteConnection writer)
    {
        Path = path;
        _options = options;
        _writer = writer;
        _reading = new SemaphoreSlim(options.Readers, options.Readers);
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Makes or opens the file and brings its schema up to date.</summary>
    /// <exception cref="DatabaseException">Damaged, newer than this program, or out of reach.</exception>
    public static Database Open(string path, MigrationSet migrations, DatabaseOptions? options = null)
    {
        options ??= new DatabaseOptions();
        var scripts = Migration.Of(migrations);
        return Guard(path, () =>
        {
            DatabaseFile.Protect(path);
            Prepare(path, options, scripts);
            return new Database(path, options, DatabaseFile.Connect(path, options, "foreign_keys = ON"));
        });
    }

    /// <summary>Runs queries on one snapshot. A statement that writes fails.</summary>
    public async Task<T> Read<T>(Func<SqliteConnection, T> query, CancellationToken ct = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _reading.WaitAsync(ct);
        try
        {
            return Guard(Path, () => OnReader(query));
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Runs the work in one transaction, after those that asked before. What it did is durable when the task completes,
    /// and undone when the work throws. Nothing may be told to anybody before that: transactions may come to share a commit.
    /// </summary>
    public async Task<T> Write<T>(Func<SqliteConnection, T> work, CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Guard(Path, () => InTransaction(work));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    public Task Write(Action<SqliteConnection> work, CancellationToken ct = default) =>
        Write(connection => { work(connection); return 0; }, ct);

    /// <summary>Moves the WAL into the main file and empties it, so that deleted content is gone from both (security.md §2.5).</summary>
    public async Task Checkpoint(CancellationToken ct = default)
    {
        await _writing.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Guard(Path, () => _writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes a consistent copy, readable by the owner only, while reads and writes go on.</summary>
    public Task CopyTo(string target, CancellationToken ct = default) => Task.Run(() => Guard(Path, () =>
    {
        using var connection = DatabaseFile.Connect(Path, _options);
        DatabaseFile.Copy(connection, target);
        return 0;
    }), ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        await _writing.WaitAsync();
        Close();
        _writing.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _writing.Wait();
        Close();
        _writing.Release();
    }

    private void Close()
    {
        _disposed = true;
        while (_idle.TryTake(out var reader)) reader.Dispose();
        _writer.Dispose();
    }

    private static void Prepare(string path, DatabaseOptions options, IReadOnlyList<Migration> scripts)
    {
        using var connection = DatabaseFile.Connect(path, options, "foreign_keys = OFF", "journal_mode = WAL");
        if (options.CheckOnOpen && connection.ExecuteScalar<string>("PRAGMA quick_check(1)") is not "ok" and var finding)
            throw new DatabaseException(DatabaseFault.Corrupt, $"The database {path} is damaged. Restore it from a backup. ({finding})");
        new Migrations(path, options, scripts).Run(connection);
    }

    private T InTransaction<T>(Func<SqliteConnection, T> work)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = work(_writer);
        transaction.Commit();
        return result;
    }

    private T OnReader<T>(Func<SqliteConnection, T> query)
    {
        if (!_idle.TryTake(out var reader)) reader = DatabaseFile.Connect(Path, _options, "foreign_keys = ON", "query_only = ON");
        try
        {
            using var snapshot = reader.BeginTransaction(deferred: true);
            return query(reader);
        }
        finally
        {
            PutBack(reader);
        }
    }

    private void PutBack(SqliteConnection reader)
    {
        if (_disposed) reader.Dispose();
        else _idle.Add(reader);
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw DatabaseException.From(e, fault, path);
        }
    }
}
