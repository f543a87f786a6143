
namespace ChatPosta.Demo;

/// <summary>Where the demo keeps its files; a temporary one goes with it.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _path;
    private readonly bool _isTemporary;

    private DemoFolder(string path, bool isTemporary)
    {
        _path = path;
        _isTemporary = isTemporary;
        Directory.CreateDirectory(Server);
    }

    public string ChatDb => Path.Combine(_path, "chat-posta", "state.db");

    public string Server => Path.Combine(_path, "posta-server");

    public string Manifest => Path.Combine(Server, "identities.toml");

    /// <summary>The port in the addresses of the identities that are here already: they cannot move to another.</summary>
    public int? ServerPort => Posta.Server.Identities.Manifest.Read(Manifest) is [var first, ..] ? first.Url.Port : null;

    /// <exception cref="DemoException">The folder cannot be made or written.</exception>
    public static DemoFolder Open(string? path)
    {
        try
        {
            return path is null
                ? new(Directory.CreateTempSubdirectory("chat-posta-demo-").FullName, isTemporary: true)
                : new(Path.GetFullPath(path), isTemporary: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DemoException($"{path ?? "The temporary folder"} can't be used: {exception.Message}", exception);
        }
    }

    public void Dispose()
    {
        if (_isTemporary) Directory.Delete(_path, recursive: true);
    }
}
