using System.Runtime.InteropServices;

namespace Posta.Server.Identities;

/// <summary>Writes a whole file so that a crash leaves either the old one or the new one.</summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // A child process must not hold what this one has let go of.
    private const int CloseOnExec = 0x80000;

    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            WriteThrough(temporary, content, mode);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(folder);
    }

    /// <summary>The mode of the file that is to be replaced; null when there is none.</summary>
    public static UnixFileMode? ModeOf(string path) =>
        OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path);

    public static void WriteSecret(string path, ReadOnlySpan<byte> content) => Write(path, content, OwnerOnly);

    private static void WriteThrough(string path, ReadOnlySpan<byte> content, UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;

        using var file = new FileStream(path, options);
        // What is asked for, and not what the umask leaves of it.
        if (mode is { } wanted && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(file.SafeFileHandle, wanted);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    // A rename survives a power cut only once its folder is on the disk, and .NET opens no folders.
    internal static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = OpenFolder(folder);
        var failed = Flush(descriptor) != 0;
        CloseFolder(descriptor);
        if (failed)
            throw new IOException($"cannot flush the folder {folder}");
    }

    internal static int OpenFolder(string folder) =>
        Open(folder, CloseOnExec) is >= 0 and var descriptor ? descriptor : throw new IOException($"cannot open the folder {folder}");

    internal static void CloseFolder(int descriptor) => _ = Close(descriptor);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
