using System.Buffers.Binary;

namespace Posta.Server.Media;

/// <summary>The first bytes of WebP's two codings of pixels, which name the size again (RFC 6386 §9.1, RFC 9649 §3.4).</summary>
internal static class WebPPixels
{
    public const int LossyHeadLength = 10;
    public const int LosslessHeadLength = 5;

    private const int SizeMask = 0x3FFF;
    private const byte LosslessSignature = 0x2F;

    /// <summary>No size at all when it is no such coding.</summary>
    public static ImageSize Size(string type, ReadOnlySpan<byte> data) => type == "VP8L" ? Lossless(data) : Lossy(data);

    private static ImageSize Lossy(ReadOnlySpan<byte> data)
    {
        var isKeyFrame = (data[0] & 1) == 0;
        return isKeyFrame && data[3..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? new ImageSize(Short(data[6..]) & SizeMask, Short(data[8..]) & SizeMask)
            : default;
    }

    private static ImageSize Lossless(ReadOnlySpan<byte> data)
    {
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(data[1..]);
        return data[0] == LosslessSignature ? new ImageSize(1 + (bits & SizeMask), 1 + ((bits >> 14) & SizeMask)) : default;
    }

    private static int Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
