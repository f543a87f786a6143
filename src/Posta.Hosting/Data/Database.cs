using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>
/// One SQLite file in WAL mode: readers side by side, and one writer beside them. Callers that wait hold no thread.
/// </summary>
public sealed class Database : IAsyncDisposable, IDisposable
{
    private readonly DatabaseOptions _options;
    private readonly SqliteConnection _writer;
    private readonly ReaderPool _readers;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _disposed;

    private Database(string path, DatabaseOptions options)
    {
        Path = path;
        _options = options;
        _readers = new ReaderPool(path, options);
        _writer = DatabaseFile.Connect(path, options, "foreign_keys = ON");
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Makes or opens the file and brings its schema up to date.</summary>
    /// <exception cref="DatabaseException">Damaged, newer than this program, or out of reach.</exception>
    public static Database Open(string path, MigrationSet migrations, DatabaseOptions? options = null)
    {
        options ??= new DatabaseOptions();
        var scripts = Migration.Of(migrations);
        try
        {
            DatabaseFile.Protect(path);
            Prepare(path, options, scripts);
            return new Database(path, options);
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw DatabaseException.From(e, fault, path);
        }
    }

    /// <summary>Runs queries on one snapshot. A statement that writes fails.</summary>
    /// <exception cref="DatabaseException">The file has become unusable.</exception>
    public async Task<T> Read<T>(Func<SqliteConnection, T> query, CancellationToken ct = default)
    {
        try
        {
            return await _readers.Use(query, ct);
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw Failure(e, fault);
        }
    }

    /// <summary>
    /// Runs the work in one transaction, after those that asked before. What it did is durable when the task completes,
    /// and undone when the work throws. Nothing may be told to anybody before that: transactions may come to share a commit.
    /// </summary>
    /// <exception cref="DatabaseException">The file has become unusable, or the disk is full.</exception>
    public Task<T> Write<T>(Func<SqliteConnection, T> work, CancellationToken ct = default) =>
        InTurn(() => InTransaction(work), ct);

    /// <inheritdoc cref="Write{T}"/>
    public Task Write(Action<SqliteConnection> work, CancellationToken ct = default) =>
        Write(connection => { work(connection); return 0; }, ct);

    /// <summary>Looks through every page; what it finds is told as damage met while working is.</summary>
    /// <exception cref="DatabaseException">It is damaged.</exception>
    public async Task Check(CancellationToken ct = default)
    {
        if (await Read(DatabaseInspection.DamageOf, ct) is not { } finding)
            return;

        var damage = DatabaseException.Damaged(Path, finding);
        _options.OnDamage?.Invoke(damage);
        throw damage;
    }

    /// <summary>Moves the WAL into the main file and empties it, so that deleted content is gone from both (security.md §2.5).</summary>
    public Task Checkpoint(CancellationToken ct = default) =>
        InTurn(() => _writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)"), ct);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _writing.Wait();
        Close();
    }

    private static void Prepare(string path, DatabaseOptions options, IReadOnlyList<Migration> scripts)
    {
        using var connection = DatabaseFile.Connect(path, options, "foreign_keys = OFF", "journal_mode = WAL");
        if (options.CheckOnOpen && DatabaseInspection.DamageOf(connection) is { } finding)
            throw DatabaseException.Damaged(path, finding);
        new Migrations(path, options, scripts).Run(connection);
    }

    private async Task<T> InTurn<T>(Func<T> action, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return action();
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw Failure(e, fault);
        }
        finally
        {
            _writing.Release();
        }
    }

    private T InTransaction<T>(Func<SqliteConnection, T> work)
    {
        using var transaction = _writer.BeginTransaction(deferred: false);
        var result = work(_writer);
        transaction.Commit();
        return result;
    }

    private DatabaseException Failure(SqliteException e, DatabaseFault fault)
    {
        var failure = DatabaseException.From(e, fault, Path);
        if (fault is DatabaseFault.Corrupt)
            _options.OnDamage?.Invoke(failure);
        return failure;
    }

    private void Close()
    {
        _disposed = true;
        _readers.Dispose();
        _writer.Dispose();
        _writing.Release();
    }
}
