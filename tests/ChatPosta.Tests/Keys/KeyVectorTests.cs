using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using ChatPosta.Keys;
using Posta.Testing;

namespace ChatPosta.Tests.Keys;

/// <summary>tests/vectors/keys.json, worked out by another program: labels and layouts stay as they are, or every user is locked out.</summary>
public sealed class KeyVectorTests
{
    private static JsonElement File => Vectors.Read("keys.json");

    public static TheoryData<string> Wraps => Names("wraps");

    public static TheoryData<string> Codes => Names("codes");

    public static TheoryData<string> Tokens => Names("tokens");

    public static TheoryData<string> Drafts => Names("drafts");

    public static TheoryData<string> Outgoing => Names("outgoing");

    public static TheoryData<string> Sessions => Names("sessions");

    public static TheoryData<string> BrokenWraps => Names("brokenWraps");

    [Fact]
    public void The_salt_is_the_published_one() => Assert.Equal(File.GetProperty("prfSalt").GetBytesFromBase64(), KeyChain.PrfSalt);

    [Theory, MemberData(nameof(Wraps))]
    public void A_published_wrap_opens(string name)
    {
        var vector = Find("wraps", name);

        var dataKey = KeyChain.Unwrap(Wrapped(vector), Bytes(vector, "unlockKey"), Text(vector, "userId"), Text(vector, "credentialId"));

        Assert.Equal(Bytes(vector, "dataKey"), dataKey);
    }

    [Theory, MemberData(nameof(Wraps))]
    public void Our_wraps_have_the_published_key_check_and_layout(string name)
    {
        var vector = Find("wraps", name);

        var wrapped = KeyChain.Wrap(Bytes(vector, "dataKey"), Bytes(vector, "unlockKey"), Text(vector, "userId"), Text(vector, "credentialId"));

        Assert.Equal(Bytes(vector, "keyCheck"), wrapped.KeyCheck);
        Assert.Equal(Bytes(vector, "box")[..2], wrapped.Box[..2]);
        Assert.Equal(Bytes(vector, "box").Length, wrapped.Box.Length);
    }

    [Theory, MemberData(nameof(BrokenWraps))]
    public void A_broken_wrap_opens_for_nobody(string name)
    {
        var vector = Find("wraps", "plain");
        var broken = Wrapped(vector) with { Box = Bytes(Find("brokenWraps", name), "box") };

        Assert.Throws<SealBrokenException>(() =>
            KeyChain.Unwrap(broken, Bytes(vector, "unlockKey"), Text(vector, "userId"), Text(vector, "credentialId")));
    }

    [Theory, MemberData(nameof(Codes))]
    public void A_published_unlock_code_opens_its_wrap(string name)
    {
        var vector = Find("codes", name);
        var code = UnlockCode.Parse(Text(vector, "text"))!;

        Assert.Equal(Bytes(vector, "bytes"), code.Bytes.ToArray());
        Assert.Equal(Text(vector, "text"), code.Reveal());
        Assert.Equal(Bytes(vector, "dataKey"), KeyChain.Unwrap(Wrapped(vector), code, Text(vector, "userId")));
        Assert.Equal(Bytes(vector, "keyCheck"), KeyChain.Wrap(Bytes(vector, "dataKey"), code, Text(vector, "userId")).KeyCheck);
    }

    [Theory, MemberData(nameof(Tokens))]
    public void A_published_token_opens(string name)
    {
        var vector = Find("tokens", name);

        var token = KeyChain.OpenToken(
            Bytes(vector, "box"), Bytes(vector, "dataKey"), Text(vector, "userId"), new Uri(Text(vector, "serverOrigin")), Text(vector, "linkId"));

        Assert.Equal(Text(vector, "token"), token.Reveal());
        var ours = KeyChain.SealToken(token, Bytes(vector, "dataKey"), Text(vector, "userId"), new Uri(Text(vector, "serverOrigin")), Text(vector, "linkId"));
        Assert.Equal(Bytes(vector, "box").Length, ours.Length);
    }

    [Theory, MemberData(nameof(Drafts))]
    public void A_published_draft_opens(string name)
    {
        var vector = Find("drafts", name);
        var (key, userId, thread) = (Bytes(vector, "dataKey"), Text(vector, "userId"), Text(vector, "thread"));

        Assert.Equal(thread, KeyChain.DraftThread(key, Text(vector, "peer")));
        Assert.Equal(Text(vector, "text"), KeyChain.OpenDraft(Bytes(vector, "box"), key, userId, thread));
        Assert.Equal(Bytes(vector, "box").Length, KeyChain.SealDraft(Text(vector, "text"), key, userId, thread).Length);
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenDraft(Bytes(vector, "box"), key, userId, "another conversation"));
    }

    [Theory, MemberData(nameof(Outgoing))]
    public void A_published_message_that_waits_opens(string name)
    {
        var vector = Find("outgoing", name);
        var (key, userId, sendKey) = (Bytes(vector, "dataKey"), Text(vector, "userId"), Text(vector, "key"));
        var message = Encoding.UTF8.GetBytes(Text(vector, "message"));

        Assert.Equal(Text(vector, "digest"), KeyChain.SendDigest(key, message));
        Assert.Equal(message, KeyChain.OpenOutgoing(Bytes(vector, "box"), key, userId, sendKey));
        Assert.Equal(Bytes(vector, "box").Length, KeyChain.SealOutgoing(message, key, userId, sendKey).Length);
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenOutgoing(Bytes(vector, "box"), key, userId, "another key"));
        Assert.Throws<SealBrokenException>(() => KeyChain.OpenDraft(Bytes(vector, "box"), key, userId, sendKey));
    }

    [Theory, MemberData(nameof(Sessions))]
    public void A_published_session_opens(string name)
    {
        var vector = Find("sessions", name);
        var cookie = Base64Url.DecodeFromChars(Text(vector, "cookie"));
        var key = KeyChain.SessionKey(cookie, Bytes(vector, "pepper"));

        Assert.Equal((Text(vector, "cookieId"), Text(vector, "sessionKey")), (KeyChain.CookieId(cookie), Convert.ToBase64String(key)));
        Assert.Equal(
            Bytes(vector, "dataKey"),
            SealedBox.Open(BoxKind.SessionKey, key, Bytes(vector, "box"), Text(vector, "userId"), Text(vector, "createdAt"), Text(vector, "expiresAt")));
    }

    /// <summary>The browser's half, as the browser gets it, in node.</summary>
    [Fact]
    public async Task The_script_derives_the_published_unlock_keys()
    {
        var vectors = File.GetProperty("unlock").EnumerateArray().ToArray();

        var derived = await PasskeyScript.UnlockKeys(vectors.Select(vector => (Text(vector, "prf"), Text(vector, "rpId"))));

        Assert.Equal(vectors.Select(vector => Text(vector, "unlockKey")), derived);
    }

    private static TheoryData<string> Names(string list) => [.. File.GetProperty(list).EnumerateArray().Select(vector => Text(vector, "name"))];

    private static JsonElement Find(string list, string name) =>
        File.GetProperty(list).EnumerateArray().Single(vector => Text(vector, "name") == name);

    private static WrappedKey Wrapped(JsonElement vector) => new(Bytes(vector, "box"), Bytes(vector, "keyCheck"));

    private static byte[] Bytes(JsonElement vector, string member) => vector.GetProperty(member).GetBytesFromBase64();

    private static string Text(JsonElement vector, string member) => vector.GetProperty(member).GetString()!;
}
