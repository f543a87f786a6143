using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>The numbered scripts <c>NNN-name.sql</c> embedded in an assembly below a folder ("Migrations", "Sessions/Migrations").</summary>
public sealed record MigrationSet(Assembly Assembly, string Folder);

internal sealed partial record Migration(int Number, string Name, string Sql)
{
    /// <summary>A script named <c>NNN-name.data.sql</c> changes data, so the file is copied first.</summary>
    public bool ChangesData => Name.EndsWith(".data", StringComparison.Ordinal);

    public static IReadOnlyList<Migration> Of(MigrationSet set)
    {
        var folder = $".{set.Folder.Replace('/', '.')}.";
        var found = from resource in set.Assembly.GetManifestResourceNames()
                    let match = FileName().Match(resource)
                    where match.Success && $".{match.Groups["folder"].Value}".EndsWith(folder, StringComparison.Ordinal)
                    orderby resource
                    select new Migration(int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["name"].Value, Text(set.Assembly, resource));
        Migration[] all = [.. found];
        for (var i = 0; i < all.Length; i++)
            if (all[i].Number != i + 1) throw new InvalidOperationException($"Migration {i + 1:000} is missing or twice in {set.Folder}.");
        return all;
    }

    private static string Text(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^(?<folder>.*\.)(?<number>\d{3})-(?<name>[^.]+(\.data)?)\.sql$")]
    private static partial Regex FileName();
}

internal static class Migrations
{
    /// <summary>Brings the schema to the newest version; the connection must not enforce foreign keys yet.</summary>
    public static void Run(SqliteConnection connection, IReadOnlyList<Migration> migrations, string path)
    {
        var version = Version(connection);
        if (version > migrations.Count) throw TooNew(path, version, migrations.Count);
        foreach (var migration in migrations.Skip(version)) Apply(connection, migration, path);
    }

    private static void Apply(SqliteConnection connection, Migration migration, string path)
    {
        if (migration is { ChangesData: true, Number: > 1 }) DatabaseFile.Copy(connection, $"{path}.before-{migration.Number:000}");
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been faster between our look and our lock.
        if (Version(connection) >= migration.Number) return;
        connection.Execute(migration.Sql);
        if (connection.Query("PRAGMA foreign_key_check").Any())
            throw new InvalidOperationException($"Migration {migration.Number:000}-{migration.Name} leaves rows that point nowhere.");
        connection.Execute($"PRAGMA user_version = {migration.Number}");
        transaction.Commit();
    }

    private static int Version(SqliteConnection connection) => connection.ExecuteScalar<int>("PRAGMA user_version");

    private static DatabaseException TooNew(string path, int version, int known) => new(DatabaseFault.TooNew,
        $"The database {path} has schema {version}, but this program knows only up to {known}: a newer version has used it. "
        + "Install that version again, or restore a backup made before the upgrade.");
}
