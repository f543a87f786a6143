using Dapper;
using Microsoft.Data.Sqlite;

namespace Posta.Hosting.Data;

/// <summary>The file under a database: who may read it, and how it is opened and copied.</summary>
internal static class DatabaseFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the file, or repairs its mode; SQLite gives the -wal and -shm files the mode of the main file.</summary>
    public static void Protect(string path)
    {
        try
        {
            Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatabaseException(DatabaseFault.Unavailable, $"The database {path} cannot be used. ({e.Message})", e);
        }
    }

    private static void Create(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        File.Open(path, options).Dispose();
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>A consistent copy of the live database. It appears under its name only when it is whole.</summary>
    public static void Copy(SqliteConnection connection, string target)
    {
        var part = target + ".part";
        File.Delete(part);
        Protect(part);
        connection.Execute("VACUUM INTO @part", new { part });
        File.Move(part, target, overwrite: true);
    }

    /// <summary>Opens a connection and sets its pragmas: once for its life, never per call.</summary>
    public static SqliteConnection Connect(string path, DatabaseOptions options, params ReadOnlySpan<string> pragmas)
    {
        var connection = new CachingConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(options.BusyTimeout.TotalSeconds),
        }.ConnectionString);
        try
        {
            connection.Open();
            connection.Execute($"PRAGMA busy_timeout = {(int)options.BusyTimeout.TotalMilliseconds}; PRAGMA synchronous = FULL");
            if (options.SecureDelete) connection.Execute("PRAGMA secure_delete = ON");
            options.Equip?.Invoke(connection);
            foreach (var pragma in pragmas) connection.Execute($"PRAGMA {pragma}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
