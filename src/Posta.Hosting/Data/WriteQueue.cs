using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>
/// The line in front of the one writer. Who comes while a commit waits for the disk shares the next one, so the more ask,
/// the less each costs (performance.md). It costs nothing while nobody asks: no thread, no timer.
/// </summary>
internal sealed class WriteQueue(SqliteConnection writer) : IThreadPoolWorkItem
{
    // The first of a batch waits for the last, so its size bounds how long.
    private const int MaxBatch = 128;

    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly GroupCommit _commit = new(writer);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;
    private bool _closed;

    public void Add(PendingWrite write)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, typeof(Database));
            _waiting.Enqueue(write);
            if (_running) return;
            _running = true;
        }
        RunSoon();
    }

    /// <summary>Takes nothing more; completes when all that was asked before is done.</summary>
    public Task Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (!_running) _ended.TrySetResult();
        }
        return _ended.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        _commit.Run(NextBatch());
        lock (_gate)
        {
            _running = _waiting.Count > 0;
            if (_closed && !_running) _ended.TrySetResult();
            if (!_running) return;
        }
        // In line with the other databases of the process, not in a loop that would starve them.
        RunSoon();
    }

    private void RunSoon() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private List<PendingWrite> NextBatch()
    {
        var batch = new List<PendingWrite>();
        lock (_gate)
            while (batch.Count < MaxBatch && _waiting.TryPeek(out var next) && (batch.Count == 0 || !next.Alone))
            {
                batch.Add(_waiting.Dequeue());
                if (next.Alone) break;
            }
        return batch;
    }
}
