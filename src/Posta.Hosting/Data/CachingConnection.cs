using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>
/// A connection that keeps its statements prepared, below Dapper and unseen by it. To parse and plan an INSERT costs
/// several times what the INSERT does, and the driver would do it each time anew (docs/performance.md).
/// </summary>
internal sealed class CachingConnection(string connectionString) : SqliteConnection(connectionString)
{
    // The programs' statements are far fewer; the bound is for texts that are put together anew each time.
    private const int MaxKept = 64;

    private readonly Dictionary<string, SqliteCommand> _idle = [];

    /// <summary>A command with this text, perhaps prepared already, for whoever gives it back.</summary>
    public SqliteCommand Take(string text)
    {
        if (!_idle.Remove(text, out var command)) command = new SqliteCommand(text, this);
        command.Transaction = Transaction;
        return command;
    }

    public void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (_idle.Count >= MaxKept || !_idle.TryAdd(command.CommandText, command)) command.Dispose();
    }

    protected override DbCommand CreateDbCommand() => new CachedCommand(this);
}
