using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ChatPosta.Keys;

/// <summary>What a sealed box holds. The first byte of every box, so that one can never be opened as another.</summary>
internal enum BoxKind : byte
{
    WrappedKey = 1,
    Token = 2,
    SessionKey = 3,
    CodeWrappedKey = 4,
    Draft = 5,
    Outgoing = 6,
}

/// <summary>
/// AES-256-GCM with everything a box belongs to bound in: kind, version, 12 random bytes of nonce, ciphertext, 16 bytes of tag.
/// A box moved to another user, server, passkey or session time does not open (chat.md §4).
/// </summary>
internal static class SealedBox
{
    private const byte Version = 1;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 2 + NonceSize;

    /// <param name="key">32 bytes.</param>
    /// <param name="belongsTo">What the box is bound to; the same values in the same order open it.</param>
    public static byte[] Seal(BoxKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, params ReadOnlySpan<string> belongsTo)
    {
        var box = new byte[HeaderSize + plain.Length + TagSize];
        box[0] = (byte)kind;
        box[1] = Version;
        RandomNumberGenerator.Fill(box.AsSpan(2, NonceSize));
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(
            box.AsSpan(2, NonceSize),
            plain,
            box.AsSpan(HeaderSize, plain.Length),
            box.AsSpan(HeaderSize + plain.Length),
            AssociatedData(kind, belongsTo));
        return box;
    }

    /// <exception cref="SealBrokenException">Another key, another owner, another kind or version, or damage: never said which.</exception>
    public static byte[] Open(BoxKind kind, ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, params ReadOnlySpan<string> belongsTo)
    {
        if (box.Length < HeaderSize + TagSize || box[0] != (byte)kind || box[1] != Version) throw new SealBrokenException();

        var plain = new byte[box.Length - HeaderSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        try
        {
            aes.Decrypt(box.Slice(2, NonceSize), box[HeaderSize..^TagSize], box[^TagSize..], plain, AssociatedData(kind, belongsTo));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SealBrokenException();
        }

        return plain;
    }

    private static byte[] AssociatedData(BoxKind kind, ReadOnlySpan<string> fields)
    {
        using var data = new MemoryStream();
        data.WriteByte((byte)kind);
        data.WriteByte(Version);
        foreach (var field in fields) WriteLengthPrefixed(data, field);
        return data.ToArray();
    }

    /// <summary>Plain joining would be ambiguous: ("ab", "c") and ("a", "bc") must differ.</summary>
    public static void WriteLengthPrefixed(Stream stream, string field)
    {
        var bytes = Encoding.UTF8.GetBytes(field);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }
}

/// <summary>A sealed box did not open. One message for every cause.</summary>
internal sealed class SealBrokenException() : Exception("A sealed value did not open.");
