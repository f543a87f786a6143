using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>Brings the schema of a file to the newest version; <c>PRAGMA user_version</c> is the number of the last script.</summary>
internal sealed class Migrations(string path, DatabaseOptions options, IReadOnlyList<Migration> scripts)
{
    /// <summary>The connection must not enforce foreign keys: a script that rebuilds a table would trip over its own.</summary>
    public void Run(SqliteConnection connection)
    {
        var version = Version(connection);
        if (!options.Migrate && version != scripts.Count) throw OtherVersion(version);
        if (version > scripts.Count) throw TooNew(version);
        Migration[] pending = [.. scripts.Skip(version)];
        // Before the first of them, and not the first that changes data: the program from before must be able to use the copy.
        var copies = version > 0 && pending.Any(script => script.ChangesData);
        foreach (var script in pending) Apply(connection, script, copy: copies && script == pending[0]);
    }

    private void Apply(SqliteConnection connection, Migration script, bool copy)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been faster between our look and our lock.
        if (Version(connection) >= script.Number) return;
        if (copy) Copy(script.Number);
        connection.Execute(script.Sql);
        if (connection.Query("PRAGMA foreign_key_check").Any())
            throw new InvalidOperationException($"Migration {script.Number:000}-{script.Name} leaves rows that point nowhere.");
        connection.Execute($"PRAGMA user_version = {script.Number}");
        transaction.Commit();
    }

    // On a second connection, while the first holds the lock: nobody writes between the copy and the change.
    private void Copy(int number)
    {
        var target = Path.GetFullPath($"{path}.before-{number:000}");
        using var reader = DatabaseFile.Connect(path, options);
        DatabaseFile.Copy(reader, target);
        // One is enough to go back by, and each is as big as the whole.
        foreach (var older in Directory.GetFiles(Path.GetDirectoryName(target)!, $"{Path.GetFileName(path)}.before-???"))
            if (Path.GetFileName(older) != Path.GetFileName(target)) File.Delete(older);
    }

    private static int Version(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    private DatabaseException OtherVersion(int version) => new(DatabaseFault.OtherVersion,
        $"The database {path} has schema {version}, and this program's is {scripts.Count}: the daemon that is using it is another version. "
        + "Restart the daemon first, or use the program that it runs. Nothing was changed.");

    private DatabaseException TooNew(int version) => new(DatabaseFault.TooNew,
        $"The database {path} has schema {version}, but this program knows only up to {scripts.Count}: a newer version has used it. "
        + "Install that version again, or restore a backup made before the upgrade.");
}
