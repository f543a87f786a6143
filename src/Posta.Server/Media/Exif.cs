using System.Buffers.Binary;

namespace Posta.Server.Media;

/// <summary>
/// The one thing that is kept of Exif: which way is up. It is a TIFF structure in all formats, and the tag stands in
/// its first directory (Exif 2.32 §4.6).
/// </summary>
internal static class Exif
{
    private const int HeaderLength = 8;
    private const int EntryLength = 12;
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>2 to 8; 1, upright, need not be told, and what cannot be read is left out.</summary>
    public static int? Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < HeaderLength || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
            return null;

        var isLittle = tiff[0] == 'I';
        var at = Long(tiff[4..], isLittle);
        if (at > tiff.Length - 2)
            return null;

        var directory = tiff[(int)at..];
        return Orientation(directory[2..], Short(directory, isLittle), isLittle);
    }

    /// <summary>The size in which viewers show the image: from 5 on it lies on its side.</summary>
    public static ImageSize Shown(ImageSize size, int? orientation) => orientation >= 5 ? new(size.Height, size.Width) : size;

    /// <summary>A TIFF structure that says this and nothing else.</summary>
    public static byte[] Minimal(int orientation) =>
    [
        .. "MM\0*"u8, 0, 0, 0, HeaderLength,
        0, 1,
        OrientationTag >> 8, OrientationTag & 0xFF, 0, (byte)ShortType, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
        0, 0, 0, 0,
    ];

    private static int? Orientation(ReadOnlySpan<byte> entries, int count, bool isLittle)
    {
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
            if (Short(entries, isLittle) == OrientationTag && Short(entries[2..], isLittle) == ShortType)
                return Short(entries[8..], isLittle) is >= 2 and <= 8 and var orientation ? orientation : null;
        return null;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
