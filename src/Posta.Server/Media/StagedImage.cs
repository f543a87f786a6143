namespace Posta.Server.Media;

/// <summary>An image under way: a file that goes again unless it is kept.</summary>
internal sealed class StagedImage : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _path;
    private readonly FileStream _file;

    public StagedImage(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;

        _path = path;
        _file = new FileStream(path, options);
        Output = new ImageOutput(_file);
    }

    public ImageOutput Output { get; }

    public required ImageKind Kind { get; init; }

    public required ImageFormat Format { get; init; }

    public ImageSize Size { get; set; }

    public ImageName Name => new(Kind.Prefix, Output.Hash(), Format);

    /// <summary>Moves the file, once it is on the disk, to where it stays.</summary>
    public void MoveTo(string path)
    {
        _file.Flush(flushToDisk: true);
        File.Move(_path, path, overwrite: true);
    }

    public void Dispose()
    {
        Output.Dispose();
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // A full disk: the last bytes cannot be written, but neither are they wanted; a kept file was flushed before.
        }
        finally
        {
            File.Delete(_path);
        }
    }
}
