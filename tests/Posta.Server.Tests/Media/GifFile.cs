namespace Posta.Server.Tests.Media;

/// <summary>GIF 89a in two colours, block by block.</summary>
internal static class GifFile
{
    public static readonly byte[] Trailer = [0x3B];

    public static readonly byte[] Loop = Bytes.Of([0x21, 0xFF], Block(Bytes.Ascii("NETSCAPE2.0")), Block([1, 0, 0]), [0]);

    public static readonly byte[] Control = [0x21, 0xF9, 4, 4, 10, 0, 0, 0];

    public static byte[] Plain(int width = 3, int height = 2, params byte[][] before) =>
        Bytes.Of(Screen(width, height), Bytes.Of(before), Frame(width, height), Trailer);

    public static byte[] Screen(int width, int height) =>
        Bytes.Of(Bytes.Ascii("GIF89a"), Bytes.Little16(width), Bytes.Little16(height), [0x80, 0, 0], [0, 0, 0], [0xFF, 0xFF, 0xFF]);

    public static byte[] Frame(int width, int height, int left = 0, int top = 0) => Bytes.Of(
        [0x2C], Bytes.Little16(left), Bytes.Little16(top), Bytes.Little16(width), Bytes.Little16(height), [0],
        [2], Blocks(Pixels(width * height)), [0]);

    /// <summary>Sub-blocks of at most 255 bytes.</summary>
    public static byte[] Blocks(byte[] data) => Bytes.Of([.. data.Chunk(255).Select(Block)]);

    public static byte[] ExtensionOf(byte label, params byte[][] blocks) =>
        Bytes.Of([0x21, label], Bytes.Of([.. blocks.Select(Block)]), [0]);

    private static byte[] Block(byte[] data) => Bytes.Of([(byte)data.Length], data);

    // LZW that never learns: a clear code (4) before each pixel keeps all codes at three bits; 5 ends.
    private static byte[] Pixels(int count)
    {
        var bits = new List<bool>();
        for (var i = 0; i < count; i++)
            Add(bits, 4, i & 1);
        Add(bits, 5);
        return [.. bits.Chunk(8).Select(each => (byte)each.Select((bit, at) => bit ? 1 << at : 0).Sum())];
    }

    private static void Add(List<bool> bits, params int[] codes)
    {
        foreach (var code in codes)
            bits.AddRange([(code & 1) != 0, (code & 2) != 0, (code & 4) != 0]);
    }
}
