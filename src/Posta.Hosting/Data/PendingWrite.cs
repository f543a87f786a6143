using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>Work that waits for the writer, and the promise to whoever asked for it.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs by itself and in no transaction, as a checkpoint must.</summary>
    public bool Alone { get; init; }

    /// <summary>Does the work; nobody hears of it yet.</summary>
    public abstract void Run(SqliteConnection connection);

    /// <summary>Keeps the promise.</summary>
    public abstract void Complete();

    /// <summary>Breaks the promise: nothing of the work is left.</summary>
    public abstract void Fail(Exception reason);

    /// <summary>True when nobody wants it any more; asked before the work begins, never after.</summary>
    public abstract bool GiveUp();
}

/// <inheritdoc/>
internal sealed class PendingWrite<T>(Func<SqliteConnection, T> work, CancellationToken ct) : PendingWrite
{
    // Elsewhere: whoever waits must not hold up the writer.
    private readonly TaskCompletionSource<T> _promise = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _promise.Task;

    public override void Run(SqliteConnection connection) => _result = work(connection);

    public override void Complete() => _promise.SetResult(_result!);

    public override void Fail(Exception reason) => _promise.SetException(reason);

    public override bool GiveUp() => ct.IsCancellationRequested && _promise.TrySetCanceled(ct);
}
