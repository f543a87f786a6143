using Posta.Hosting.Data;

namespace ChatPosta.Sessions;

/// <summary>The file of the sessions, apart from the accounts so that no backup holds it; deleted rows are overwritten.</summary>
internal sealed record SessionDatabase(Database Db) : IDisposable
{
    public static SessionDatabase Open(string path) => new(Database.Open(
        path,
        new MigrationSet(typeof(SessionDatabase).Assembly, "Migrations.Sessions"),
        new DatabaseOptions { SecureDelete = true }));

    public void Dispose() => Db.Dispose();
}
