namespace Posta.Server.Identities;

/// <summary>
/// Keeps an identity's folder to one process: a file held open. The kernel lets go of it however the process ends.
/// </summary>
internal sealed class IdentityLock : IDisposable
{
    private const string FileName = "lock";

    // EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION: how .NET says that somebody else has the file.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private IdentityLock(FileStream file) => _file = file;

    public static bool IsLock(string fileName) => fileName == FileName;

    /// <summary>Null when another process has it.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static IdentityLock? TryTake(IdentityFolder folder)
    {
        try
        {
            return new IdentityLock(File.Open(Path.Combine(folder.Path, FileName), Options()));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
