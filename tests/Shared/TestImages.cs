using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Posta.Testing;

/// <summary>Small files that begin as pictures do. The PNG is whole, so that a browser shows it.</summary>
internal static class TestImages
{
    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Png(int width = 3, int height = 2) =>
        [.. PngSignature, .. Header(width, height), .. Chunk("IDAT", Rows(width, height)), .. Chunk("IEND", [])];

    /// <summary>What claims to be huge and is small.</summary>
    public static byte[] PngBomb(int width, int height) => [.. PngSignature, .. Header(width, height), .. Chunk("IDAT", [0]), .. Chunk("IEND", [])];

    public static byte[] Gif(int width = 3, int height = 2) =>
        [.. "GIF89a"u8, .. Little16(width), .. Little16(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];

    /// <summary>With so much metadata before its size as a camera writes.</summary>
    public static byte[] Jpeg(int width = 3, int height = 2, int metadata = 40_000) =>
        [0xFF, 0xD8, 0xFF, 0xE1, .. Big16(metadata + 2), .. new byte[metadata], 0xFF, 0xFF, 0xC2, .. Big16(11), 8, .. Big16(height), .. Big16(width), 1, 1, 0x11, 0, 0xFF, 0xD9];

    public static byte[] WebP(string chunk = "VP8X", int width = 3, int height = 2) => [.. "RIFF"u8, 30, 0, 0, 0, .. "WEBP"u8, .. Encoding.ASCII.GetBytes(chunk), 10, 0, 0, 0, .. chunk switch
    {
        "VP8X" => [0, 0, 0, 0, .. Little24(width - 1), .. Little24(height - 1)],
        "VP8L" => [0x2F, .. Little32((uint)(width - 1) | ((uint)(height - 1) << 14)), 0, 0, 0, 0, 0],
        _ => (byte[])[0, 0, 0, 0x9D, 0x01, 0x2A, .. Little16(width), .. Little16(height)],
    }];

    private static byte[] Header(int width, int height) => Chunk("IHDR", [.. Big32(width), .. Big32(height), 8, 2, 0, 0, 0]);

    /// <summary>Blue, all of it.</summary>
    private static byte[] Rows(int width, int height)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
            for (var row = 0; row < height; row++)
                zlib.Write([0, .. Enumerable.Range(0, width * 3).Select(n => (byte)(n % 3 == 2 ? 200 : 40))]);
        return compressed.ToArray();
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        return [.. Big32(data.Length), .. named, .. Big32((int)Crc(named))];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }

    private static byte[] Big32(int number) => Bytes(4, bytes => BinaryPrimitives.WriteInt32BigEndian(bytes, number));

    private static byte[] Big16(int number) => Bytes(2, bytes => BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number));

    private static byte[] Little16(int number) => Bytes(2, bytes => BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)number));

    private static byte[] Little24(int number) => Bytes(4, bytes => BinaryPrimitives.WriteInt32LittleEndian(bytes, number))[..3];

    private static byte[] Little32(uint number) => Bytes(4, bytes => BinaryPrimitives.WriteUInt32LittleEndian(bytes, number));

    private static byte[] Bytes(int length, Action<byte[]> write)
    {
        var bytes = new byte[length];
        write(bytes);
        return bytes;
    }
}
