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
    private readonly WriteQueue _queue;

    private Database(string path, DatabaseOptions options)
    {
        Path = path;
        _options = options;
        _readers = new ReaderPool(path, options);
        _writer = DatabaseFile.Connect(path, options, "foreign_keys = ON");
        _queue = new WriteQueue(_writer);
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

    /// <summary>Runs queries on one snapshot. A statement that writes fails; one that runs ends when it is cancelled.</summary>
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
    /// and undone when the work throws. Nothing may be told to anybody before that: writes that wait together share a
    /// commit, and where that fails, none of them was done.
    /// </summary>
    /// <param name="work">Runs once, on a thread of the pool, and may wait for nothing that writes here.</param>
    /// <param name="ct">Heard until the work begins.</param>
    /// <exception cref="DatabaseException">The file has become unusable, or the disk is full.</exception>
    public Task<T> Write<T>(Func<SqliteConnection, T> work, CancellationToken ct = default) =>
        InTurn(new PendingWrite<T>(work, ct));

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
        InTurn(new PendingWrite<int>(writer => writer.Execute("PRAGMA wal_checkpoint(TRUNCATE)"), ct) { Alone = true });

    /// <summary>
    /// Writes the file anew and empties the WAL. Needed where deleted content must be gone: when SQLite moves rows to another
    /// page, it leaves the old bytes behind, and <see cref="DatabaseOptions.SecureDelete"/> overwrites the row's last place only.
    /// </summary>
    public async Task Compact(CancellationToken ct = default)
    {
        await InTurn(new PendingWrite<int>(writer => writer.Execute("VACUUM"), ct) { Alone = true });
        await Checkpoint(ct);
    }

    /// <summary>Does what was asked before, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _queue.Close();
        CloseFile();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _queue.Close().GetAwaiter().GetResult();
        CloseFile();
    }

    private static void Prepare(string path, DatabaseOptions options, IReadOnlyList<Migration> scripts)
    {
        using var connection = DatabaseFile.Connect(path, options, "foreign_keys = OFF", "journal_mode = WAL");
        if (options.CheckOnOpen && DatabaseInspection.DamageOf(connection) is { } finding)
            throw DatabaseException.Damaged(path, finding);
        new Migrations(path, options, scripts).Run(connection);
    }

    private async Task<T> InTurn<T>(PendingWrite<T> write)
    {
        try
        {
            _queue.Add(write);
            return await write.Task;
        }
        catch (SqliteException e) when (DatabaseException.FaultOf(e) is { } fault)
        {
            throw Failure(e, fault);
        }
    }

    private DatabaseException Failure(SqliteException e, DatabaseFault fault)
    {
        var failure = DatabaseException.From(e, fault, Path);
        if (fault is DatabaseFault.Corrupt)
            _options.OnDamage?.Invoke(failure);
        return failure;
    }

    private void CloseFile()
    {
        _readers.Dispose();
        _writer.Dispose();
    }
}
