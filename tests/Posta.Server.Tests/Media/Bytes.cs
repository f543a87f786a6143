using System.Text;

namespace Posta.Server.Tests.Media;

/// <summary>Writes numbers and texts as image files have them.</summary>
internal static class Bytes
{
    public static byte[] Of(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Big16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Big32(int value) => [.. Big16(value >> 16), .. Big16(value)];

    public static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Little24(int value) => [.. Little16(value), (byte)(value >> 16)];

    public static byte[] Little32(int value) => [.. Little16(value), .. Little16(value >> 16)];

    /// <summary>Whether a text stands somewhere in the file, in one of the encodings that metadata uses.</summary>
    public static bool Hold(byte[] file, string text) =>
        file.AsSpan().IndexOf(Ascii(text)) >= 0
        || file.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0
        || file.AsSpan().IndexOf(Encoding.BigEndianUnicode.GetBytes(text)) >= 0;
}
