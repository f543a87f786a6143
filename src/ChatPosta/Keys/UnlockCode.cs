using System.Security.Cryptography;

namespace ChatPosta.Keys;

/// <summary>
/// 160 random bits that open the data key without a passkey's PRF: shown once, written down, and typed in again. So much
/// chance needs no slow hash (security.md §2.4).
/// </summary>
internal sealed class UnlockCode
{
    public const int Size = 20;

    private const int Group = 4;

    // Crockford's alphabet: no I, L, O or U, so that nobody wonders which one it was.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly byte[] _bytes;

    private UnlockCode(byte[] bytes) => _bytes = bytes;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public static UnlockCode Generate() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads what a person typed: any case, with or without hyphens and blanks, O for 0 and I or L for 1. Null for anything else.</summary>
    public static UnlockCode? Parse(string typed)
    {
        var values = typed.Where(c => c != '-' && !char.IsWhiteSpace(c)).Select(Value).Take(Size * 8 / 5 + 1).ToArray();
        return values.Length == Size * 8 / 5 && !values.Contains(-1) ? new(Pack(values)) : null;
    }

    /// <summary>Eight groups of four: what the person writes down.</summary>
    public string Reveal() => string.Join('-', Enumerable.Range(0, Size * 8 / 5).Select(Letter).Chunk(Group).Select(group => new string(group)));

    public override string ToString() => "***";

    private char Letter(int index)
    {
        var value = 0;
        for (var bit = index * 5; bit < index * 5 + 5; bit++) value = value << 1 | _bytes[bit / 8] >> (7 - bit % 8) & 1;
        return Letters[value];
    }

    private static int Value(char c) => char.ToUpperInvariant(c) switch
    {
        'O' => 0,
        'I' or 'L' => 1,
        var letter => Letters.IndexOf(letter, StringComparison.Ordinal),
    };

    private static byte[] Pack(int[] values)
    {
        var bytes = new byte[Size];
        for (var bit = 0; bit < Size * 8; bit++)
            if ((values[bit / 5] >> (4 - bit % 5) & 1) != 0) bytes[bit / 8] |= (byte)(0x80 >> bit % 8);
        return bytes;
    }
}
