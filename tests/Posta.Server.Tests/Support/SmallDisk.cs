using System.Diagnostics;

namespace Posta.Server.Tests.Support;

/// <summary>A file system of a few megabytes at a folder.</summary>
internal sealed class SmallDisk(string folder) : IDisposable
{
    private string Ballast => Path.Combine(folder, "ballast");

    public static SmallDisk? Mount(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        return OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) ? new SmallDisk(folder) : null;
    }

    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Clear() => File.Delete(Ballast);

    // Lazily: the server that is on it is stopped after this.
    public void Dispose() => Run("umount", "-l", folder);

    private static bool Run(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
