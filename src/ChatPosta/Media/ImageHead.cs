using System.Buffers.Binary;

namespace ChatPosta.Media;

/// <summary>
/// What the first bytes of a file say that it is. Only pictures that browsers decode and never run: PNG, JPEG, GIF and
/// WebP; never SVG. The size is read too, because a small file can stand for one that fills the reader's memory.
/// </summary>
internal readonly record struct ImageHead(string MediaType, long Width, long Height)
{
    /// <summary>A JPEG says its size behind its metadata.</summary>
    public const int Enough = 256 * 1024;

    private const long MaxPixels = 50_000_000;

    // Divided, because the product of two sizes that a file claims may overflow.
    public bool IsReasonable => Width > 0 && Height > 0 && Width <= MaxPixels / Height;

    /// <summary>Null for anything else, and for what ends before it has said its size.</summary>
    public static ImageHead? Read(ReadOnlySpan<byte> start)
    {
        if (start is [0x89, ..]) return Png(start);
        if (start is [0xFF, 0xD8, 0xFF, ..]) return Jpeg(start[2..]);
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8)) return Gif(start);
        return start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8) ? WebP(start[12..]) : null;
    }

    private static ImageHead? Png(ReadOnlySpan<byte> start) =>
        start.Length >= 24 && start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && start[12..].StartsWith("IHDR"u8)
            ? new("image/png", BinaryPrimitives.ReadUInt32BigEndian(start[16..]), BinaryPrimitives.ReadUInt32BigEndian(start[20..]))
            : null;

    private static ImageHead? Gif(ReadOnlySpan<byte> start) => start.Length < 10
        ? null
        : new("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(start[6..]), BinaryPrimitives.ReadUInt16LittleEndian(start[8..]));

    /// <summary>Segment by segment to the one that starts a frame (ITU T.81, B.2.2).</summary>
    private static ImageHead? Jpeg(ReadOnlySpan<byte> segments)
    {
        while (segments.Length >= 4 && segments[0] == 0xFF)
        {
            var marker = segments[1];
            if (marker == 0xFF)
            {
                segments = segments[1..];
                continue;
            }

            if (IsFrame(marker)) return Frame(segments);
            // No frame after the scan began, and none where only single markers stand.
            if (marker is 0xDA or <= 0x01 or (>= 0xD0 and <= 0xD9)) return null;

            var next = 2 + BinaryPrimitives.ReadUInt16BigEndian(segments[2..]);
            if (next < 4 || next >= segments.Length) return null;
            segments = segments[next..];
        }

        return null;
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageHead? Frame(ReadOnlySpan<byte> segment) => segment.Length < 9
        ? null
        : new("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(segment[7..]), BinaryPrimitives.ReadUInt16BigEndian(segment[5..]));

    /// <summary>RFC 9649, by the kind of the first chunk.</summary>
    private static ImageHead? WebP(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 18) return null;
        if (chunk.StartsWith("VP8X"u8)) return new("image/webp", Little24(chunk[12..]) + 1, Little24(chunk[15..]) + 1);
        if (chunk.StartsWith("VP8L"u8) && chunk[8] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(chunk[9..]);
            return new("image/webp", (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }

        return chunk.StartsWith("VP8 "u8) && chunk[11..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A])
            ? new("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) & 0x3FFF)
            : null;
    }

    private static long Little24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
