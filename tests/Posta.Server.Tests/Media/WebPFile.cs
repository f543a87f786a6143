namespace Posta.Server.Tests.Media;

/// <summary>Lossless WebP (RFC 9649) of one colour, chunk by chunk.</summary>
internal static class WebPFile
{
    public const byte Profile = 0x20;
    public const byte Exif = 0x08;
    public const byte Xmp = 0x04;
    public const byte Animation = 0x02;

    public static byte[] Plain(int width = 3, int height = 2) => File(Pixels(width, height));

    public static byte[] File(params byte[][] chunks)
    {
        var content = Bytes.Of(Bytes.Ascii("WEBP"), Bytes.Of(chunks));
        return Bytes.Of(Bytes.Ascii("RIFF"), Bytes.Little32(content.Length), content);
    }

    public static byte[] Chunk(string type, params byte[] data) =>
        Bytes.Of(Bytes.Ascii(type), Bytes.Little32(data.Length), data, new byte[data.Length & 1]);

    public static byte[] Extended(byte flags, int width, int height) =>
        Chunk("VP8X", Bytes.Of([flags, 0, 0, 0], Bytes.Little24(width - 1), Bytes.Little24(height - 1)));

    public static byte[] Loop() => Chunk("ANIM", Bytes.Of(Bytes.Little32(0), Bytes.Little16(0)));

    public static byte[] Frame(int width, int height, params byte[][] chunks) => Chunk(
        "ANMF",
        Bytes.Of(Bytes.Little24(0), Bytes.Little24(0), Bytes.Little24(width - 1), Bytes.Little24(height - 1), Bytes.Little24(100), [0], Bytes.Of(chunks)));

    /// <summary>No transforms, no cache, and five codes of one symbol each: pixels then take no bits at all.</summary>
    public static byte[] Pixels(int width, int height) => Chunk(
        "VP8L", Bytes.Of([0x2F], Bytes.Little32((width - 1) | ((height - 1) << 14)), Codes()));

    // Three zero bits, then five times 1000: simple, one symbol, of one bit, which is 0. Least bit first.
    private static byte[] Codes()
    {
        var bits = 0;
        for (var code = 0; code < 5; code++)
            bits |= 1 << (3 + (4 * code));
        return Bytes.Little24(bits);
    }
}
