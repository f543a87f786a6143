using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Posta.Tests.Protocol;

/// <summary>A claim about all values of a kind, tried on many of them.</summary>
internal static class Property
{
    public static void Holds<T>(Gen<T> of, Func<T, bool> claim, int times = 1_000) =>
        Prop.ForAll(of.ToArbitrary(), claim).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(times));

    /// <summary>Any text, half characters included.</summary>
    public static Gen<string> Text { get; } = ArbMap.Default.GeneratorFor<char>().ListOf().Select(string.Concat);

    /// <summary>Text that people could have typed.</summary>
    public static Gen<string> WholeText { get; } = Text.Select(t => string.Concat(t.EnumerateRunes()));

    public static Gen<byte[]> Bytes { get; } = ArbMap.Default.GeneratorFor<byte>().ListOf().Select(b => b.ToArray());

    /// <summary>Texts put together from pieces that a parser looks for, so that many of them get far.</summary>
    public static Gen<string> Of(params string[] pieces) =>
        Gen.Frequency((8, Gen.Elements(pieces)), (1, Text)).ListOf().Select(string.Concat);

    /// <summary>A valid text with a few of its bytes changed.</summary>
    public static Gen<byte[]> Damaged(string valid) =>
        from changes in Gen.Two(Gen.Choose(0, Encoding.UTF8.GetByteCount(valid) - 1)).Two().Select(t => new[] { t.Item1, t.Item2 })
        from bytes in ArbMap.Default.GeneratorFor<byte>().Two()
        select Damage(valid, [(changes[0].Item1, bytes.Item1), (changes[1].Item1, bytes.Item2)]);

    private static byte[] Damage(string valid, (int At, byte Value)[] changes)
    {
        var bytes = Encoding.UTF8.GetBytes(valid);
        foreach (var (at, value) in changes)
            bytes[at] = value;
        return bytes;
    }
}
