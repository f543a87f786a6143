namespace Posta.Server.Tests.Media;

/// <summary>Exif as cameras write it: a description, which way is up, and where it was (Exif 2.32 §4.6).</summary>
internal static class ExifData
{
    /// <summary>What stripping leaves of it.</summary>
    public static byte[] Minimal(int orientation) =>
        Bytes.Of(Bytes.Ascii("MM\0*"), Bytes.Big32(8), Bytes.Big16(1), Entry(0x0112, 3, 1, Bytes.Big32(orientation << 16)), Bytes.Big32(0));

    public static byte[] Full(int orientation, string canary, bool isLittle = false)
    {
        var text = Bytes.Of(Bytes.Ascii(canary), [0]);
        const int directory = 8;
        const int after = directory + 2 + (3 * 12) + 4;
        var gps = after + text.Length;
        var big = Bytes.Of(
            Bytes.Ascii("MM\0*"), Bytes.Big32(directory),
            Bytes.Big16(3),
            Entry(0x010E, 2, text.Length, Bytes.Big32(after)),
            Entry(0x0112, 3, 1, Bytes.Big32(orientation << 16)),
            Entry(0x8825, 4, 1, Bytes.Big32(gps)),
            Bytes.Big32(0),
            text,
            Bytes.Big16(1), Entry(0x001D, 2, text.Length, Bytes.Big32(gps + 18)), Bytes.Big32(0), text);
        return isLittle ? Turned(big, text.Length, gps) : big;
    }

    private static byte[] Entry(int tag, int type, int count, byte[] value) =>
        Bytes.Of(Bytes.Big16(tag), Bytes.Big16(type), Bytes.Big32(count), value);

    // The same with every number the other way round.
    private static byte[] Turned(byte[] big, int textLength, int gps)
    {
        var little = big.ToArray();
        Bytes.Ascii("II*\0").CopyTo(little, 0);
        Turn(little, 4, 4);
        TurnDirectory(little, 8, 3);
        TurnDirectory(little, gps, 1);
        Assert.Equal(gps + 18 + textLength, little.Length);
        return little;
    }

    private static void TurnDirectory(byte[] tiff, int at, int count)
    {
        Turn(tiff, at, 2);
        for (var entry = at + 2; entry < at + 2 + (count * 12); entry += 12)
        {
            var isShort = tiff[entry + 3] == 3;
            Turn(tiff, entry, 2);
            Turn(tiff, entry + 2, 2);
            Turn(tiff, entry + 4, 4);
            Turn(tiff, entry + 8, isShort ? 2 : 4);
        }
    }

    private static void Turn(byte[] bytes, int at, int length) => bytes.AsSpan(at, length).Reverse();
}
