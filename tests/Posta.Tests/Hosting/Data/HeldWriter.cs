using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

/// <summary>A piece of work that stands still in its transaction until it is let go, so that others have to wait behind it.</summary>
internal sealed class HeldWriter : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _letGo = new();

    public HeldWriter(Database database, Action<SqliteConnection>? before = null) => Done = database.Write(connection =>
    {
        before?.Invoke(connection);
        _reached.SetResult();
        _letGo.Wait();
    });

    /// <summary>The writer is at work.</summary>
    public Task Reached => _reached.Task;

    public Task Done { get; }

    /// <summary>Keeps the writer of this database at work: what is asked from now on waits, and then shares a commit.</summary>
    public static async Task<HeldWriter> In(Database database)
    {
        var held = new HeldWriter(database);
        await held.Reached;
        return held;
    }

    public void LetGo() => _letGo.Set();

    public void Dispose() => LetGo();
}
