using Posta.Protocol.Keys;

namespace Posta.Server.Identities;

/// <summary>keys.json, read anew whenever it was replaced, so that a rotation needs no restart (W-33).</summary>
internal sealed class KeyFile(string path, TimeProvider time)
{
    private volatile Snapshot? _latest;

    public KeyRing Ring
    {
        get
        {
            var stamp = new Stamp(File.GetLastWriteTimeUtc(path), new FileInfo(path).Length);
            if (_latest is { } latest && latest.Stamp == stamp)
                return latest.Ring;

            var ring = KeyRing.Parse(File.ReadAllBytes(path));
            _latest = new Snapshot(stamp, ring);
            return ring;
        }
    }

    public SigningKey Current => Ring.Current(time.GetUtcNow());

    private sealed record Stamp(DateTime WrittenAt, long Length);

    private sealed record Snapshot(Stamp Stamp, KeyRing Ring);
}
