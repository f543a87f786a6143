using System.Security.Cryptography;

namespace Posta.Server.Media;

/// <summary>The image as it is stored, hashed while it is written.</summary>
internal sealed class ImageOutput(Stream file) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isPatched;

    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        file.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Sets bytes that depend on what came later.</summary>
    public void Patch(long at, ReadOnlySpan<byte> bytes)
    {
        file.Position = at;
        file.Write(bytes);
        file.Position = Length;
        _isPatched = true;
    }

    /// <summary>SHA-256 of the whole, in lower-case hexadecimal.</summary>
    public string Hash() => Convert.ToHexStringLower(_isPatched ? HashAgain() : _hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();

    private byte[] HashAgain()
    {
        file.Position = 0;
        var hash = SHA256.HashData(file);
        file.Position = Length;
        return hash;
    }
}
