using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Posta.Server.Tests.Support;

/// <summary>Ways to damage bytes. POSTA_MUTATIONS says how many to try; 20000 is the full size.</summary>
internal static class Mutations
{
    public static int Rounds { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("POSTA_MUTATIONS"), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) ? rounds : 300;

    private static Gen<Func<byte[], byte[]>> Any => Gen.OneOf(Flip, Cut, Insert, Repeat);

    private static Gen<Func<byte[], byte[]>> Flip =>
        from place in Gen.Choose(0, 10_000)
        from value in Gen.Choose(1, 255)
        select Changed((bytes, at) => [.. bytes[..at], (byte)(bytes[at] ^ value), .. bytes[(at + 1)..]], place);

    private static Gen<Func<byte[], byte[]>> Cut =>
        from place in Gen.Choose(0, 10_000)
        from length in Gen.Choose(1, 40)
        select Changed((bytes, at) => [.. bytes[..at], .. bytes.Skip(at + length)], place);

    private static Gen<Func<byte[], byte[]>> Insert =>
        from place in Gen.Choose(0, 10_000)
        from text in Gen.Elements(
            "\"", "{", "}", ",", "\\", "\\ud800", "\u0000", "å", "null", "1e999", "[[[[", "\uFEFF", " ", "\"v\":1,", "\r\n", "\r\n\r\n", "%",
            "%00", "%2e%2e", "../", "/", "?", "&", "=", ";", ":", "-1", "99999999999999999999", "*", "''--", "<b>", "\ud83d\ude00")
        select Changed((bytes, at) => [.. bytes[..at], .. Encoding.UTF8.GetBytes(text), .. bytes[at..]], place);

    private static Gen<Func<byte[], byte[]>> Repeat =>
        from count in Gen.Choose(2, 400)
        select (Func<byte[], byte[]>)(bytes => [.. Enumerable.Repeat(bytes, count).SelectMany(each => each)]);

    public static IEnumerable<Func<byte[], byte[]>> Sample() => Any.Sample(Rounds);

    private static Func<byte[], byte[]> Changed(Func<byte[], int, byte[]> change, int place) =>
        bytes => bytes.Length == 0 ? bytes : change(bytes, place % bytes.Length);
}
