using System.Numerics;

namespace Posta.Protocol.Keys;

/// <summary>
/// As much of edwards25519, −x² + y² = 1 + d·x²·y² (RFC 8032 §5.1), as it takes to refuse a public key; libcrypto takes
/// any 32 bytes. Nothing here is secret, so plain big numbers will do.
/// </summary>
internal static class EdwardsPoint
{
    private const int SignBit = 0x80;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Field(-121665 * BigInteger.ModPow(121666, P - 2, P));

    /// <summary>Canonical: y below p, on the curve, and sign bit 0 where x is 0.</summary>
    public static bool IsCanonical(ReadOnlySpan<byte> encoded)
    {
        var y = Y(encoded);
        if (y >= P)
            return false;
        var y2 = Field(y * y);
        // x² = (y² − 1) / (d·y² + 1) is a square when the product is. The divisor is never 0, since −1/d is no square.
        var product = Field((y2 - 1) * (D * y2 + 1));
        return product.IsZero ? (encoded[^1] & SignBit) == 0 : IsSquare(product);
    }

    /// <summary>Whether eight times the point is the neutral element. The point must be canonical.</summary>
    public static bool IsSmallOrder(ReadOnlySpan<byte> encoded)
    {
        var y = Y(encoded);
        var y2 = Field(y * y);
        // y is ±1 at order 1 and 2 and 0 at order 4. At order 8 the double has y = 0, that is x² + y² = 0, and the curve's
        // equation with x² = −y² is this.
        return y.IsZero || y2.IsOne || Field(D * y2 * y2 + 2 * y2).IsOne;
    }

    private static BigInteger Y(ReadOnlySpan<byte> encoded)
    {
        Span<byte> y = stackalloc byte[Ed25519.PublicKeySize];
        encoded.CopyTo(y);
        y[^1] &= SignBit ^ 0xff;
        return new BigInteger(y, isUnsigned: true);
    }

    private static bool IsSquare(BigInteger a) => BigInteger.ModPow(a, (P - 1) / 2, P).IsOne;

    private static BigInteger Field(BigInteger a)
    {
        var rest = a % P;
        return rest.Sign < 0 ? rest + P : rest;
    }
}
