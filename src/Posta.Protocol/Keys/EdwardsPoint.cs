using System.Numerics;

namespace Posta.Protocol.Keys;

/// <summary>
/// As much of edwards25519 (RFC 8032 §5.1) as it takes to refuse a public key; libcrypto takes any 32 bytes. Nothing
/// here is secret, so plain big numbers will do.
/// </summary>
internal static class EdwardsPoint
{
    private const int SignBit = 0x80;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Field(-121665 * Inverse(121666));

    /// <summary>Canonical: y below p, on the curve, and sign bit 0 where x is 0.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> encoded)
    {
        var y = Y(encoded);
        if (y >= P)
            return false;
        var x2 = XSquared(y);
        return x2.IsZero ? (encoded[^1] & SignBit) == 0 : IsSquare(x2);
    }

    /// <summary>Whether eight times the point is the neutral element, (0, 1).</summary>
    public static bool IsSmallOrder(ReadOnlySpan<byte> encoded) => Double(Double(Double(Y(encoded)))).IsOne;

    private static BigInteger Y(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[Ed25519.PublicKeySize];
        encoded.CopyTo(y);
        y[^1] &= SignBit ^ 0xff;
        return new BigInteger(y, isUnsigned: true);
    }

    // From -x² + y² = 1 + d·x²·y². The divisor is never 0, since -1/d is no square.
    private static BigInteger XSquared(BigInteger y) => Field((y * y - 1) * Inverse(D * y * y + 1));

    // The addition law needs of x no more than its square when only the new y is wanted.
    private static BigInteger Double(BigInteger y)
    {
        var x2 = XSquared(y);
        return Field((y * y + x2) * Inverse(1 - D * x2 * y * y));
    }

    private static bool IsSquare(BigInteger a) => BigInteger.ModPow(a, (P - 1) / 2, P).IsOne;

    private static BigInteger Inverse(BigInteger a) => BigInteger.ModPow(Field(a), P - 2, P);

    private static BigInteger Field(BigInteger a)
    {
        var rest = a % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
