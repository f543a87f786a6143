using Dapper;
using Posta.Hosting.Data;

namespace ChatPosta.Sessions;

/// <summary>The file of the sessions, apart from the accounts so that no backup holds it; deleted rows are overwritten.</summary>
internal sealed record SessionDatabase(Database Db) : IDisposable
{
    public static readonly MigrationSet Migrations = new(typeof(SessionDatabase).Assembly, "Migrations.Sessions");

    private static readonly DatabaseOptions Options = new() { SecureDelete = true };

    public static SessionDatabase Open(string path) => new(Database.Open(path, Migrations, Options));

    /// <summary>Beside a program that may be running.</summary>
    public static SessionDatabase OpenForCommand(string path) => new(Database.Open(path, Migrations, Options.ForCommand(path)));

    /// <summary>Reads the file itself, so that a lost or damaged one is noticed.</summary>
    public Task<int> Check(CancellationToken ct) => Db.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM sqlite_schema"), ct);

    public void Dispose() => Db.Dispose();
}
