namespace Posta.Server.Tests.Media;

/// <summary>Baseline JPEG (ITU T.81) of one grey shade, marker by marker.</summary>
internal static class JpegFile
{
    public static readonly byte[] Start = [0xFF, 0xD8];

    public static readonly byte[] End = [0xFF, 0xD9];

    public static readonly byte[] Jfif = Segment(0xE0, Bytes.Of(Bytes.Ascii("JFIF\0"), [1, 1, 0, 0, 1, 0, 1, 0, 0]));

    public static readonly byte[] Adobe = Segment(0xEE, Bytes.Of(Bytes.Ascii("Adobe"), [0, 100, 0, 0, 0, 0, 0]));

    public static readonly byte[] Quantization = Segment(0xDB, Bytes.Of([0], [.. Enumerable.Repeat((byte)1, 64)]));

    // One code of one bit each: "no difference" for the mean of a block, "nothing more" for the rest of it.
    public static readonly byte[] Huffman = Bytes.Of(HuffmanTable(0x00), HuffmanTable(0x10));

    public static byte[] Grey(int width = 3, int height = 2, params byte[][] before) =>
        Bytes.Of(Start, Bytes.Of(before), Quantization, Frame(width, height), Huffman, Scan(Blocks(width, height)), End);

    public static byte[] Frame(int width, int height, byte marker = 0xC0) =>
        Segment(marker, Bytes.Of([8], Bytes.Big16(height), Bytes.Big16(width), [1, 1, 0x11, 0]));

    public static byte[] Scan(byte[] pixels) => Bytes.Of(Segment(0xDA, 1, 1, 0, 0, 63, 0), pixels);

    /// <summary>Two zero bits for each block of eight by eight, filled up with ones.</summary>
    public static byte[] Blocks(int width, int height)
    {
        var bits = (width + 7) / 8 * ((height + 7) / 8) * 2;
        var bytes = new byte[(bits + 7) / 8];
        if (bits % 8 > 0)
            bytes[^1] = (byte)(0xFF >> (bits % 8));
        return bytes;
    }

    public static byte[] Segment(byte marker, params byte[] data) => Bytes.Of([0xFF, marker], Bytes.Big16(data.Length + 2), data);

    public static byte[] Exif(byte[] tiff) => Segment(0xE1, Bytes.Of(Bytes.Ascii("Exif\0\0"), tiff));

    public static byte[] Profile(byte[] data) => Segment(0xE2, Bytes.Of(Bytes.Ascii("ICC_PROFILE\0"), [1, 1], data));

    private static byte[] HuffmanTable(byte kind) => Segment(0xC4, Bytes.Of([kind, 1], new byte[15], [0]));
}
