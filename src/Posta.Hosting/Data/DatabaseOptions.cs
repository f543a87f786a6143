using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>What may differ between two databases of one program.</summary>
public sealed record DatabaseOptions
{
    /// <summary>Overwrite deleted content with zeros (security.md §2.5, rule 1: sessions).</summary>
    public bool SecureDelete { get; init; }

    /// <summary>Look through every page when opening, so that a damaged file is refused instead of served.</summary>
    public bool CheckOnOpen { get; init; } = true;

    /// <summary>Bring an older schema up to date when opening. Not beside a process that knows only the older one.</summary>
    public bool Migrate { get; init; } = true;

    /// <summary>Told of damage that is met after opening, as often as it is met; it must not wait for the database.</summary>
    public Action<DatabaseException>? OnDamage { get; init; }

    /// <summary>Done to every connection once: adds the SQL functions that scripts and triggers of the schema call.</summary>
    public Action<SqliteConnection>? Equip { get; init; }

    /// <summary>How long a connection waits for another process that holds the file.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads run side by side; the others wait without a thread.</summary>
    public int Readers { get; init; } = 4;

    /// <summary>
    /// For a command beside a program that may be running: an older schema stays the one that the program knows, and nobody
    /// waits for a look at every page. A file that is not there yet is made.
    /// </summary>
    public DatabaseOptions ForCommand(string path) =>
        this with { CheckOnOpen = false, Migrate = new FileInfo(path) is not { Exists: true, Length: > 0 } };
}
