using System.Security.Cryptography;

namespace ChatPosta.Keys;

/// <summary>
/// 32 random bytes in a file of their own, made at the first start and kept out of every backup: a stolen database
/// and a stolen cookie together still open nothing. Losing it signs everybody out and costs nothing else.
/// </summary>
internal sealed class Pepper
{
    private readonly byte[] _bytes;

    private Pepper(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <exception cref="InvalidDataException">The file holds something else than a pepper.</exception>
    public static Pepper ReadOrCreate(string path)
    {
        if (!File.Exists(path)) Create(path);

        var bytes = File.ReadAllBytes(path);
        return bytes.Length == KeyChain.KeySize
            ? new(bytes)
            : throw new InvalidDataException($"{path} is not a pepper file: it must hold {KeyChain.KeySize} bytes. Remove it to make a new one; everybody will have to sign in again.");
    }

    /// <summary>Written beside and linked into place, so that two programs that start at once agree on one pepper.</summary>
    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyChain.KeySize));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
