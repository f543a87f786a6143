using Dapper;
using Posta.Hosting.Data;

namespace Posta.Tests.Hosting.Data;

/// <summary>A database of notes in a folder of its own.</summary>
internal sealed class Notebook : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("posta-notebook-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "notes.db");

    public Database Open(string scripts = "Whole", DatabaseOptions? options = null) => Database.Open(Path, Scripts(scripts), options);

    public DatabaseInspection Look(string scripts = "Whole") => DatabaseInspection.Of(Path, Scripts(scripts));

    public static Task Write(Database database, string text) =>
        database.Write(connection => { connection.Execute("INSERT INTO notes (text) VALUES (@text)", new { text }); });

    public static Task<string[]> Texts(Database database) =>
        database.Read(connection => connection.Query<string>("SELECT text FROM notes ORDER BY id").ToArray());

    public void Dispose() => _folder.Delete(recursive: true);

    private static MigrationSet Scripts(string name) => new(typeof(Notebook).Assembly, $"Hosting/Data/Scripts/{name}");
}
