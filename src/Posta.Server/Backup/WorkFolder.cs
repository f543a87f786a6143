namespace Posta.Server.Backup;

/// <summary>A folder for unfinished things, readable by its owner only, that goes with its user.</summary>
internal sealed class WorkFolder : IDisposable
{
    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>On the same file system as what it will become, so that a rename is enough.</summary>
    public static WorkFolder In(string folder)
    {
        var path = System.IO.Path.Combine(folder, $".posta-work-{Guid.NewGuid():N}");
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new WorkFolder(path);
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
