using System.Runtime.InteropServices;

namespace Posta.Server.Identities;

/// <summary>
/// One editor of a folder's files at a time: whoever reads a file, changes it and writes it back would otherwise undo what
/// another process wrote meanwhile. It is held for moments only, so others wait.
/// </summary>
internal sealed partial class EditLock : IDisposable
{
    private const int Exclusive = 2;
    private const int Interrupted = 4;

    private readonly int _descriptor;

    private EditLock(int descriptor) => _descriptor = descriptor;

    /// <exception cref="IOException">There is no such folder, or it cannot be locked.</exception>
    public static EditLock Take(string folder)
    {
        if (OperatingSystem.IsWindows())
            return new EditLock(-1);

        var edit = new EditLock(DurableFile.OpenFolder(folder));
        while (Flock(edit._descriptor, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() == Interrupted)
                continue;

            edit.Dispose();
            throw new IOException($"cannot lock the folder {folder}");
        }

        return edit;
    }

    public void Dispose()
    {
        if (_descriptor >= 0)
            DurableFile.CloseFolder(_descriptor);
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int descriptor, int operation);
}
