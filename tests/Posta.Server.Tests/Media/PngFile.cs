using System.IO.Compression;

namespace Posta.Server.Tests.Media;

/// <summary>PNG (third edition), chunk by chunk.</summary>
internal static class PngFile
{
    public static readonly byte[] Signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static readonly byte[] End = Chunk("IEND");

    /// <summary>A grey image with chunks before its pixels.</summary>
    public static byte[] Grey(int width = 3, int height = 2, params byte[][] before) =>
        Bytes.Of(Signature, Header(width, height), Bytes.Of(before), Pixels(width, height), End);

    public static byte[] Header(int width, int height, byte depth = 8, byte colour = 0) =>
        Chunk("IHDR", Bytes.Of(Bytes.Big32(width), Bytes.Big32(height), [depth, colour, 0, 0, 0]));

    public static byte[] Pixels(int width, int height, byte shade = 0x80) => Chunk("IDAT", Rows(width, height, shade));

    /// <summary>Compressed rows, each with the number of its filter in front.</summary>
    public static byte[] Rows(int width, int height, byte shade)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            for (var row = 0; row < height; row++)
                zlib.Write(Bytes.Of([0], [.. Enumerable.Repeat(shade, width)]));
        return compressed.ToArray();
    }

    public static byte[] Chunk(string type, params byte[] data)
    {
        var named = Bytes.Of(Bytes.Ascii(type), data);
        return Bytes.Of(Bytes.Big32(data.Length), named, Bytes.Big32((int)Crc(named)));
    }

    public static byte[] Animation(int frames) => Chunk("acTL", Bytes.Of(Bytes.Big32(frames), Bytes.Big32(0)));

    public static byte[] FrameControl(int number, int width, int height) => Chunk(
        "fcTL", Bytes.Of(Bytes.Big32(number), Bytes.Big32(width), Bytes.Big32(height), Bytes.Big32(0), Bytes.Big32(0), Bytes.Big16(1), Bytes.Big16(10), [0, 0]));

    public static byte[] FrameData(int number, int width, int height) =>
        Chunk("fdAT", Bytes.Of(Bytes.Big32(number), Rows(width, height, 0xFF)));

    private static uint Crc(byte[] bytes)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var value in bytes)
        {
            var remainder = (crc ^ value) & 0xFF;
            for (var i = 0; i < 8; i++)
                remainder = (remainder & 1) == 1 ? 0xEDB88320u ^ (remainder >> 1) : remainder >> 1;
            crc = (crc >> 8) ^ remainder;
        }

        return crc ^ 0xFFFFFFFFu;
    }
}
