using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Posta.Tests.Contract;

/// <summary>Signatures and keys that only some verifiers take (RFC 8032 §5.1, W-29, W-30), made by knowing the seed.</summary>
internal static class Forgery
{
    public static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger L =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    /// <summary>The same point R, and S + L, which is the same scalar to whoever forgets to look.</summary>
    public static byte[] PlusOrder(byte[] signature) => [.. signature[..32], .. Encoded(Number(signature[32..]) + L)];

    /// <summary>R is the neutral element, spelled with y = p + 1; the equation holds for whoever reduces y.</summary>
    public static byte[] WithOddlySpelledR(TestKey key, byte[] body)
    {
        var r = Encoded(P + 1);
        return [.. r, .. Encoded(Challenge(r, key.PublicKey, body) % L * Scalar(key) % L)];
    }

    /// <summary>The key and the point of order 2, added: (−x, −y).</summary>
    public static byte[] MixedOrder(TestKey key)
    {
        var publicKey = key.PublicKey;
        var sign = publicKey[31] & 0x80;
        publicKey[31] &= 0x7f;
        var mixed = Encoded(P - Number(publicKey));
        mixed[31] |= (byte)(sign ^ 0x80);
        return mixed;
    }

    /// <summary>A signature whose challenge is computed with the mixed-order key.</summary>
    public static byte[] SignMixed(TestKey key, byte[] body)
    {
        var signature = key.Sign(body);
        var r = signature[..32];
        var (own, mixed) = (Challenge(r, key.PublicKey, body), Challenge(r, MixedOrder(key), body));
        var s = (Number(signature[32..]) + (mixed % L - own % L + L) * Scalar(key)) % L;
        return [.. r, .. Encoded(s)];
    }

    /// <summary>
    /// Whether the challenge is odd, or null where that depends on reducing it by L first: then the part of order 2
    /// stays in the equation, which only a verifier that multiplies by the cofactor overlooks.
    /// </summary>
    public static bool? IsOdd(TestKey key, byte[] body)
    {
        var challenge = Challenge(key.Sign(body)[..32], MixedOrder(key), body);
        return challenge.IsEven == (challenge % L).IsEven ? !challenge.IsEven : null;
    }

    public static byte[] Encoded(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }

    private static BigInteger Challenge(byte[] r, byte[] publicKey, byte[] body) =>
        Number(SHA512.HashData([.. r, .. publicKey, .. body]));

    private static BigInteger Scalar(TestKey key)
    {
        var half = SHA512.HashData(key.Seed)[..32];
        half[0] &= 0xf8;
        half[31] = (byte)((half[31] & 0x7f) | 0x40);
        return Number(half);
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true);
}
