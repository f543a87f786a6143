using System.Buffers;
using Microsoft.Data.Sqlite;
using Posta.Hosting.Data;

namespace Posta.Server.Contacts;

/// <summary>
/// The list of contacts as JSON, kept until somebody commits: every client asks for all of it whenever it starts, and of a
/// thousand contacts it takes as long to write as some hundred messages (docs/performance.md). Who asks while it is being
/// written waits for that writing.
/// </summary>
internal sealed class ContactList(Database database, ContactStore contacts) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<ReadOnlySequence<byte>>> _kept = [];
    private DatabaseWatch? _changes;
    private bool _disposed;

    /// <param name="status">Those of this status only; null for all.</param>
    /// <param name="ct">Ends the waiting; the writing goes on for the others.</param>
    /// <exception cref="DatabaseException">The file has become unusable.</exception>
    public Task<ReadOnlySequence<byte>> Get(string? status, CancellationToken ct)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // Before the list is read, so that a commit in between is in the list and not behind it.
            if (HasChanged())
                _kept.Clear();
            var key = status ?? "";
            if (!_kept.TryGetValue(key, out var list) || list.IsFaulted)
                _kept[key] = list = contacts.List(status, CancellationToken.None);
            return list.WaitAsync(ct);
        }
    }

    /// <summary>Before the database: who closes a file last moves its WAL into it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _changes?.Dispose();
            _kept.Clear();
        }
    }

    private bool HasChanged()
    {
        try
        {
            _changes ??= new DatabaseWatch(database.Path);
            return _changes.HasChanged();
        }
        catch (SqliteException)
        {
            // What is wrong with the file, the reading will say.
            return true;
        }
    }
}
