using Posta.Protocol.Keys;

namespace Posta.Server.Identities;

/// <summary>
/// keys.json, read anew whenever it was replaced, so that a rotation needs no restart (W-33). A bad edit is told once, and
/// the keys from before it go on.
/// </summary>
internal sealed class KeyFile
{
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<KeyFile> _log;
    private volatile Snapshot _latest;

    /// <exception cref="FormatException">It is not valid.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public KeyFile(string path, TimeProvider time, ILogger<KeyFile> log)
    {
        (_path, _time, _log) = (path, time, log);
        _latest = new Snapshot(Now(), Read(path));
    }

    public KeyRing Ring
    {
        get
        {
            var stamp = Now();
            if (_latest.Stamp != stamp)
                _latest = new Snapshot(stamp, ReadAnew());
            return _latest.Ring;
        }
    }

    public SigningKey Current => Ring.Current(_time.GetUtcNow());

    /// <exception cref="FormatException">It is not valid; the message begins with its path.</exception>
    public static KeyRing Read(string path)
    {
        try
        {
            return KeyRing.Parse(File.ReadAllBytes(path));
        }
        catch (FormatException e)
        {
            throw new FormatException($"{path}: {e.Message}", e);
        }
    }

    private KeyRing ReadAnew()
    {
        try
        {
            return Read(_path);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            _log.LogError("{Reason} The keys from before this change stay in use; mend the file", e.Message);
            return _latest.Ring;
        }
    }

    private Stamp Now() => new FileInfo(_path) is { Exists: true } file ? new Stamp(file.LastWriteTimeUtc, file.Length) : new Stamp(default, 0);

    private sealed record Stamp(DateTime WrittenAt, long Length);

    private sealed record Snapshot(Stamp Stamp, KeyRing Ring);
}
