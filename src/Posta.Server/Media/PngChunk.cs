using System.Buffers.Binary;
using System.Text;

namespace Posta.Server.Media;

/// <summary>The head of a PNG chunk: length of its data, and type. A CRC follows the data (PNG, third edition, §5.3).</summary>
internal readonly record struct PngChunk(uint Length, string Type)
{
    public const int HeadLength = 8;

    private const uint MaxLength = int.MaxValue;

    /// <summary>With head and CRC.</summary>
    public long WholeLength => HeadLength + (long)Length + 4;

    public bool IsWellFormed => Length <= MaxLength && Type.All(char.IsAsciiLetter);

    /// <summary>A decoder may pass over it.</summary>
    public bool IsAncillary => char.IsAsciiLetterLower(Type[0]);

    public static PngChunk Read(ReadOnlySpan<byte> head) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(head), Encoding.Latin1.GetString(head[4..HeadLength]));

    /// <summary>A whole chunk.</summary>
    public static byte[] Write(string type, ReadOnlySpan<byte> data)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. data, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, (uint)data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4), Crc(chunk.AsSpan(4..^4)));
        return chunk;
    }

    // The annex's polynomial, bit by bit: it is used for a few bytes only.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
        {
            crc ^= each;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
