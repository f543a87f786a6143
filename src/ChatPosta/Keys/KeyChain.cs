using System.Security.Cryptography;
using System.Text;
using Posta.Hosting.Logging;

namespace ChatPosta.Keys;

/// <summary>
/// From a passkey to a posta token (chat.md §4): the unlock key that the browser derives from the PRF output makes a
/// key-encryption key, which unwraps the user's data key, which opens the token. Every HKDF label stands here.
/// </summary>
internal static class KeyChain
{
    public const int KeySize = 32;

    private const string PrfSaltLabel = "chat-posta prf salt v1";
    private const string KekLabel = "chat-posta kek v1";
    private const string KeyCheckLabel = "chat-posta key check v1";
    private const string TokenLabel = "chat-posta token v1";
    private const string DraftLabel = "chat-posta draft v1";
    private const string DraftThreadLabel = "chat-posta draft thread v1";
    private const string OutgoingLabel = "chat-posta outgoing v1";
    private const string SendDigestLabel = "chat-posta send digest v1";
    private const string CookieIdLabel = "chat-posta session id v1";
    private const string CodeKekLabel = "chat-posta code kek v1";
    private const string SessionKeyLabel = "chat-posta session key v1";
    private const string MediaKeyLabel = "chat-posta media key v1";

    /// <summary>One salt for everybody: sign-in names no user, and the PRF key differs per passkey anyway (security.md §1.4).</summary>
    public static byte[] PrfSalt { get; } = SHA256.HashData(Encoding.UTF8.GetBytes(PrfSaltLabel));

    public static byte[] NewDataKey() => RandomNumberGenerator.GetBytes(KeySize);

    public static WrappedKey Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> unlockKey, string userId, string credentialId) =>
        Wrap(dataKey, BoxKind.WrappedKey, Kek(KekLabel, unlockKey, userId, credentialId), userId, credentialId);

    /// <summary>The same under an unlock code, which belongs to the user and to no passkey.</summary>
    public static WrappedKey Wrap(ReadOnlySpan<byte> dataKey, UnlockCode code, string userId) =>
        Wrap(dataKey, BoxKind.CodeWrappedKey, Kek(CodeKekLabel, code.Bytes, userId), userId);

    /// <summary>Null when the unlock key is not the one that wrapped: the authenticator gave another PRF value.</summary>
    /// <exception cref="SealBrokenException">The unlock key is right, and yet the wrap does not open: it was damaged or moved.</exception>
    public static byte[]? Unwrap(WrappedKey wrapped, ReadOnlySpan<byte> unlockKey, string userId, string credentialId) =>
        Unwrap(wrapped, BoxKind.WrappedKey, Kek(KekLabel, unlockKey, userId, credentialId), userId, credentialId);

    /// <summary>Null when it is not the user's code.</summary>
    /// <exception cref="SealBrokenException">The code is right, and yet the wrap does not open: it was damaged or moved.</exception>
    public static byte[]? Unwrap(WrappedKey wrapped, UnlockCode code, string userId) =>
        Unwrap(wrapped, BoxKind.CodeWrappedKey, Kek(CodeKekLabel, code.Bytes, userId), userId);

    public static byte[] SealToken(Secret token, ReadOnlySpan<byte> dataKey, string userId, Uri serverOrigin, string linkId)
    {
        var key = Derive(dataKey, TokenLabel);
        return SealedBox.Seal(BoxKind.Token, key, Encoding.ASCII.GetBytes(token.Reveal()), userId, serverOrigin.AbsoluteUri, linkId);
    }

    /// <exception cref="SealBrokenException">The token belongs to another user, server or row, or was damaged.</exception>
    public static Secret OpenToken(ReadOnlySpan<byte> box, ReadOnlySpan<byte> dataKey, string userId, Uri serverOrigin, string linkId)
    {
        var key = Derive(dataKey, TokenLabel);
        return new(Encoding.ASCII.GetString(SealedBox.Open(BoxKind.Token, key, box, userId, serverOrigin.AbsoluteUri, linkId)));
    }

    /// <summary>The primary key of the cookie's row. It cannot be turned back into the cookie.</summary>
    public static string CookieId(ReadOnlySpan<byte> cookie) => Convert.ToHexStringLower(Derive(cookie, CookieIdLabel));

    /// <summary>Seals the data key in the session row; needs both the cookie and the pepper file.</summary>
    public static byte[] SessionKey(ReadOnlySpan<byte> cookie, ReadOnlySpan<byte> pepper) => Derive(cookie, SessionKeyLabel, pepper);

    /// <summary>Signs the addresses under which we fetch pictures.</summary>
    public static byte[] MediaKey(ReadOnlySpan<byte> pepper) => Derive(pepper, MediaKeyLabel);

    /// <summary>Names a conversation to nobody who lacks the key: 64 hex digits.</summary>
    public static string DraftThread(ReadOnlySpan<byte> dataKey, string peer) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Derive(dataKey, DraftThreadLabel), Encoding.UTF8.GetBytes(peer)));

    public static byte[] SealDraft(string text, ReadOnlySpan<byte> dataKey, string userId, string thread) =>
        SealedBox.Seal(BoxKind.Draft, Derive(dataKey, DraftLabel), Encoding.UTF8.GetBytes(text), userId, thread);

    /// <exception cref="SealBrokenException">It belongs to another user or conversation, or was damaged.</exception>
    public static string OpenDraft(ReadOnlySpan<byte> box, ReadOnlySpan<byte> dataKey, string userId, string thread) =>
        Encoding.UTF8.GetString(SealedBox.Open(BoxKind.Draft, Derive(dataKey, DraftLabel), box, userId, thread));

    /// <summary>Tells two messages under one key apart, and says what was sent to nobody who lacks the data key: 64 hex digits.</summary>
    public static string SendDigest(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> message) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Derive(dataKey, SendDigestLabel), message));

    public static byte[] SealOutgoing(ReadOnlySpan<byte> message, ReadOnlySpan<byte> dataKey, string userId, string key) =>
        SealedBox.Seal(BoxKind.Outgoing, Derive(dataKey, OutgoingLabel), message, userId, key);

    /// <param name="key">The one that the message is sent under.</param>
    /// <exception cref="SealBrokenException">It belongs to another user or message, or was damaged.</exception>
    public static byte[] OpenOutgoing(ReadOnlySpan<byte> box, ReadOnlySpan<byte> dataKey, string userId, string key) =>
        SealedBox.Open(BoxKind.Outgoing, Derive(dataKey, OutgoingLabel), box, userId, key);

    private static WrappedKey Wrap(ReadOnlySpan<byte> dataKey, BoxKind kind, byte[] kek, params ReadOnlySpan<string> belongsTo)
    {
        try
        {
            return new(SealedBox.Seal(kind, kek, dataKey, belongsTo), KeyCheck(kek));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(kek);
        }
    }

    private static byte[]? Unwrap(WrappedKey wrapped, BoxKind kind, byte[] kek, params ReadOnlySpan<string> belongsTo)
    {
        try
        {
            return CryptographicOperations.FixedTimeEquals(KeyCheck(kek), wrapped.KeyCheck) ? SealedBox.Open(kind, kek, wrapped.Box, belongsTo) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(kek);
        }
    }

    private static byte[] Kek(string label, ReadOnlySpan<byte> secret, params ReadOnlySpan<string> belongsTo)
    {
        using var info = new MemoryStream();
        SealedBox.WriteLengthPrefixed(info, label);
        foreach (var field in belongsTo) SealedBox.WriteLengthPrefixed(info, field);
        var kek = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, kek, default, info.ToArray());
        return kek;
    }

    private static byte[] KeyCheck(ReadOnlySpan<byte> kek) => Derive(kek, KeyCheckLabel)[..16];

    private static byte[] Derive(ReadOnlySpan<byte> from, string label, ReadOnlySpan<byte> salt = default)
    {
        var key = new byte[KeySize];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, from, key, salt, Encoding.UTF8.GetBytes(label));
        return key;
    }
}

/// <summary>A user's data key under a passkey or the unlock code, and the value that tells a wrong secret from damage.</summary>
internal sealed record WrappedKey(byte[] Box, byte[] KeyCheck);
