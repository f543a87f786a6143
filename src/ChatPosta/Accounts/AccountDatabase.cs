using Dapper;
using Posta.Hosting.Data;

namespace ChatPosta.Accounts;

/// <summary>Users, links, passkeys, invites and the audit log. Sessions live in a file of their own, which no backup holds.</summary>
internal sealed record AccountDatabase(Database Db) : IDisposable
{
    /// <summary>Deleted rows are overwritten: who deletes an account leaves nothing behind.</summary>
    public static AccountDatabase Open(string path) => new(Database.Open(
        path,
        new MigrationSet(typeof(AccountDatabase).Assembly, "Migrations.Accounts"),
        new DatabaseOptions { SecureDelete = true }));

    /// <summary>Reads the file itself, so that a lost or damaged one is noticed.</summary>
    public Task<int> Check(CancellationToken ct) => Db.Read(db => db.ExecuteScalar<int>("SELECT COUNT(*) FROM sqlite_schema"), ct);

    public void Dispose() => Db.Dispose();
}
