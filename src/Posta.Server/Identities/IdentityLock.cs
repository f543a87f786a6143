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

    /// <summary>Null when another process has it. Whoever only looks at it does so for an instant, and is waited for.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public static IdentityLock? TryTake(IdentityFolder folder)
    {
        while (true)
            try
            {
                return new IdentityLock(File.Open(PathIn(folder), Options()));
            }
            catch (IOException e) when (Held.Contains(e.HResult))
            {
                if (IsHeld(folder))
                    return null;
                Thread.Yield();
            }
    }

    /// <summary>
    /// Only looks, side by side with others who look; it makes no file, which might belong to another user than the daemon's.
    /// What may not be looked at is somebody's.
    /// </summary>
    public static bool IsHeld(IdentityFolder folder)
    {
        try
        {
            if (File.Exists(PathIn(folder)))
                File.Open(PathIn(folder), FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException && Held.Contains(e.HResult)))
        {
            return true;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string PathIn(IdentityFolder folder) => Path.Combine(folder.Path, FileName);

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
