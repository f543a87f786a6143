using System.Security.Cryptography;
using System.Text;
using ChatPosta.Keys;
using Posta.Hosting.Logging;

namespace ChatPosta.Tests.Keys;

public sealed class KeyChainTests
{
    private static readonly byte[] UnlockKey = SHA256.HashData("an unlock key"u8);
    private static readonly byte[] DataKey = SHA256.HashData("a data key"u8);
    private static readonly Uri Server = new("https://alice.example/");

    [Fact]
    public void The_unlock_key_that_wrapped_unwraps()
    {
        var wrapped = KeyChain.Wrap(DataKey, UnlockKey, "user", "credential");
        Assert.Equal(DataKey, KeyChain.Unwrap(wrapped, UnlockKey, "user", "credential"));
    }

    [Fact]
    public void Another_unlock_key_is_told_from_damage()
    {
        var wrapped = KeyChain.Wrap(DataKey, UnlockKey, "user", "credential");
        Assert.Null(KeyChain.Unwrap(wrapped, SHA256.HashData("another"u8), "user", "credential"));

        wrapped.Box[^1] ^= 1;
        Assert.Throws<SealBrokenException>(() => KeyChain.Unwrap(wrapped, UnlockKey, "user", "credential"));
    }

    [Theory]
    [InlineData("another", "credential")]
    [InlineData("user", "another")]
    public void A_wrap_does_not_open_for_another_user_or_passkey(string user, string credential)
    {
        var wrapped = KeyChain.Wrap(DataKey, UnlockKey, "user", "credential");
        Assert.Null(KeyChain.Unwrap(wrapped, UnlockKey, user, credential));
    }

    [Fact]
    public void A_token_opens_for_its_user_server_and_row_only()
    {
        var box = KeyChain.SealToken(new Secret("mst_x"), DataKey, "user", Server, "link");
        Assert.Equal("mst_x", KeyChain.OpenToken(box, DataKey, "user", Server, "link").Reveal());
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenToken(box, DataKey, "other", Server, "link"));
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenToken(box, DataKey, "user", new Uri("https://evil.example/"), "link"));
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenToken(box, DataKey, "user", Server, "other"));
    }

    [Fact]
    public void A_session_needs_cookie_and_pepper()
    {
        var cookie = SHA256.HashData("a cookie"u8);
        var key = KeyChain.SessionKey(cookie, SHA256.HashData("a pepper"u8));
        Assert.NotEqual(key, KeyChain.SessionKey(cookie, SHA256.HashData("another"u8)));
        Assert.NotEqual(key, KeyChain.SessionKey(SHA256.HashData("another"u8), SHA256.HashData("a pepper"u8)));
    }

    /// <summary>Values worked out with another HKDF: they hold labels and layout still, or every user is locked out.</summary>
    [Fact]
    public void The_derivations_stay_as_published()
    {
        var cookie = Enumerable.Range(0, 32).Select(number => (byte)number).ToArray();
        var expected = HkdfByHand(cookie, [], "chat-posta session id v1");
        Assert.Equal(Convert.ToHexStringLower(expected), KeyChain.CookieId(cookie));
        Assert.Equal(SHA256.HashData("chat-posta prf salt v1"u8), KeyChain.PrfSalt);
        Assert.Equal(HkdfByHand(cookie, UnlockKey, "chat-posta session key v1"), KeyChain.SessionKey(cookie, UnlockKey));
    }

    /// <summary>RFC 5869 for one block: extract, then expand with counter 1.</summary>
    private static byte[] HkdfByHand(byte[] ikm, byte[] salt, string info)
    {
        var prk = HMACSHA256.HashData(salt.Length > 0 ? salt : new byte[32], ikm);
        return HMACSHA256.HashData(prk, (byte[])[.. Encoding.UTF8.GetBytes(info), 1]);
    }
}
