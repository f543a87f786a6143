using System.Runtime.InteropServices;
using Posta.Server.Identities;

namespace Posta.Server.Doctor;

/// <summary>Who may read a file or a folder.</summary>
internal static partial class Privacy
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private const int Read = 4;
    private const int ReadAndWrite = 6;

    // EACCES, of Linux and of macOS.
    private const int Denied = 13;

    /// <summary>The first of what a daemon has that this user may not use: it looks as if it were not there. Null when there is none.</summary>
    public static string? FirstClosed(string manifest, string data, IEnumerable<IdentityFolder> folders) =>
        IsClosed(manifest, Read) ? manifest
        : new[] { data }.Concat(folders.SelectMany(folder => new[] { folder.Path, folder.Keys, folder.DatabaseFile })).FirstOrDefault(path => IsClosed(path, ReadAndWrite));

    public static bool IsOpenToOthers(string path) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0;

    // Asked of the kernel: opening a file would lock it for an instant.
    private static bool IsClosed(string path, int mode) =>
        !OperatingSystem.IsWindows() && Access(path, mode) != 0 && Marshal.GetLastPInvokeError() == Denied;

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Access(string path, int mode);
}
