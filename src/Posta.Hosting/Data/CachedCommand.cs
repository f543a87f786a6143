using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>Borrows a prepared command as soon as its text is known, and gives it back instead of disposing it.</summary>
internal sealed class CachedCommand(CachingConnection connection) : DbCommand
{
    private SqliteCommand? _borrowed;

    [AllowNull]
    public override string CommandText
    {
        get => _borrowed?.CommandText ?? "";
        set
        {
            GiveBack();
            _borrowed = connection.Take(value ?? "");
        }
    }

    public override int CommandTimeout { get => Inner.CommandTimeout; set => Inner.CommandTimeout = value; }

    public override CommandType CommandType { get => Inner.CommandType; set => Inner.CommandType = value; }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection { get => connection; set => throw new NotSupportedException(); }

    protected override DbParameterCollection DbParameterCollection => Inner.Parameters;

    protected override DbTransaction? DbTransaction { get => Inner.Transaction; set => Inner.Transaction = (SqliteTransaction?)value; }

    private SqliteCommand Inner => _borrowed ?? throw new InvalidOperationException("The command has no text yet.");

    public override void Cancel() => Inner.Cancel();

    public override int ExecuteNonQuery() => Inner.ExecuteNonQuery();

    public override object? ExecuteScalar() => Inner.ExecuteScalar();

    public override void Prepare() => Inner.Prepare();

    protected override DbParameter CreateDbParameter() => Inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Inner.ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing) GiveBack();
        base.Dispose(disposing);
    }

    private void GiveBack()
    {
        if (_borrowed is { } command) connection.GiveBack(command);
        _borrowed = null;
    }
}
