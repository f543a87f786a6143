using System.Buffers.Binary;
using System.Text;

namespace Posta.Server.Media;

/// <summary>The head of a RIFF chunk: type, and length of its data, which is padded to an even one.</summary>
internal readonly record struct RiffChunk(string Type, uint Length)
{
    public const int HeadLength = 8;

    public bool IsPadded => (Length & 1) == 1;

    public static RiffChunk Read(ReadOnlySpan<byte> head) =>
        new(Encoding.Latin1.GetString(head[..4]), BinaryPrimitives.ReadUInt32LittleEndian(head[4..]));

    public byte[] Head() => [.. Encoding.Latin1.GetBytes(Type), .. Bytes(Length)];

    public static byte[] Bytes(uint length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, length);
        return bytes;
    }
}
