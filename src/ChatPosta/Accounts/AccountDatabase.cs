using Dapper;
using Posta.Hosting.Data;

namespace ChatPosta.Accounts;

/// <summary>Users, links, passkeys, invites and the audit log. Sessions live in a file of their own, which no backup holds.</summary>
internal sealed record AccountDatabase(Database Db) : IDisposable
{
    public static readonly MigrationSet Migrations = new(typeof(AccountDatabase).Assembly, "Migrations.Accounts");

    /// <summary>Deleted rows are overwritten: who deletes an account leaves nothing behind.</summary>
    private static readonly DatabaseOptions Options = new() { SecureDelete = true };

    public static AccountDatabase Open(string path) => new(Database.Open(path, Migrations, Options));

    /// <summary>Beside a program that may be running.</summary>
    public static AccountDatabase OpenForCommand(string path) => new(Database.Open(path, Migrations, Options.ForCommand(path)));

    /// <summary>Reads the file itself, so that a lost or damaged one is noticed.</summary>
    public Task<int> Check(CancellationToken ct) => Db.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM sqlite_schema"), ct);

    public void Dispose() => Db.Dispose();
}
