using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Posta.Hosting.Data;

/// <summary>
/// Runs pieces of work in one transaction, each undone by itself when it throws, and completes them after the one commit.
/// </summary>
internal sealed class GroupCommit(SqliteConnection writer)
{
    private readonly List<PendingWrite> _done = [];
    private bool _begun;

    // SQLite may end a transaction without being asked: https://sqlite.org/lang_transaction.html, section 3.
    private bool InTransaction => raw.sqlite3_get_autocommit(writer.Handle) == 0;

    /// <summary>Never throws: every piece of work is completed, failed or given up when it returns.</summary>
    public void Run(List<PendingWrite> batch)
    {
        using var mutex = ConnectionMutex.Hold(writer);
        var next = 0;
        try
        {
            for (; next < batch.Count; next++)
                if (!batch[next].GiveUp()) Attempt(batch[next], isShared: batch.Count > 1);
            Commit();
        }
        catch (Exception e)
        {
            Undo(e);
            foreach (var write in batch.Skip(next)) write.Fail(e);
        }
    }

    private void Attempt(PendingWrite write, bool isShared)
    {
        if (!write.Alone) Begin();
        try
        {
            if (isShared) Execute("SAVEPOINT part");
            write.Run(writer);
            if (_begun && !InTransaction) throw new InvalidOperationException("The work has ended the transaction that it ran in.");
            if (isShared) Execute("RELEASE part");
            _done.Add(write);
        }
        catch (Exception e)
        {
            write.Fail(e);
            if (!isShared || !TryUndoPart()) Undo(e);
        }
    }

    private void Begin()
    {
        if (_begun) return;
        // Left over where even undoing failed; it must not be committed with this.
        if (InTransaction) Execute("ROLLBACK");
        Execute("BEGIN IMMEDIATE");
        _begun = true;
    }

    private void Commit()
    {
        if (_begun) Execute("COMMIT");
        _begun = false;
        foreach (var write in _done) write.Complete();
        _done.Clear();
    }

    private bool TryUndoPart() => InTransaction && raw.sqlite3_exec(writer.Handle, "ROLLBACK TO part; RELEASE part") == raw.SQLITE_OK;

    /// <summary>
    /// The transaction cannot be kept. A full disk can do that from within a statement; then those that had run before it
    /// are undone with it, through no fault of theirs, and have to hear so. What has not run yet begins anew.
    /// </summary>
    private void Undo(Exception reason)
    {
        _begun = false;
        foreach (var write in _done) write.Fail(reason);
        _done.Clear();
        if (InTransaction) raw.sqlite3_exec(writer.Handle, "ROLLBACK");
    }

    private void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(writer.Handle, sql), writer.Handle);
}
