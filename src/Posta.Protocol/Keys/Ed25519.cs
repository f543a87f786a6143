namespace Posta.Protocol.Keys;

/// <summary>
/// Ed25519 as RFC 8032 has it, strictly: S below the group order, canonical R, no cofactor (W-29). The work is done by
/// the machine's libcrypto, which .NET on Linux needs anyway. Every member may be called from any thread.
/// </summary>
public static class Ed25519
{
    /// <summary>The bytes of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>The bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>The bytes of a private key.</summary>
    public const int SeedSize = 32;

    /// <summary>The public key that belongs to a private one.</summary>
    public static byte[] PublicKey(ReadOnlySpan<byte> seed)
    {
        using var key = LibCrypto.PrivateKey(Sized(seed, SeedSize));
        return LibCrypto.PublicKeyOf(key);
    }

    /// <summary>Signs a message.</summary>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = LibCrypto.PrivateKey(Sized(seed, SeedSize));
        return LibCrypto.Sign(key, message);
    }

    /// <summary>
    /// Whether the holder of a key signed a message. The key must be one that <see cref="IsAcceptableKey"/> let through:
    /// under a small-order key one signature fits every message.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
            return false;
        using var key = LibCrypto.PublicKey(publicKey);
        return LibCrypto.Verify(key, message, signature);
    }

    /// <summary>Whether bytes are the canonical encoding of a point that is not of small order (W-35, W-30).</summary>
    public static bool IsAcceptableKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize && EdwardsPoint.IsCanonical(publicKey) && !EdwardsPoint.IsSmallOrder(publicKey);

    private static ReadOnlySpan<byte> Sized(ReadOnlySpan<byte> bytes, int size) =>
        bytes.Length == size ? bytes : throw new ArgumentException($"{size} bytes are wanted, these are {bytes.Length}.");
}
