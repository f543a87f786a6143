using static Posta.Tests.Contract.ActorVector;
using static Posta.Tests.Contract.ActorVectors;

namespace Posta.Tests.Contract;

/// <summary>What a key of an actor document may be (wire.md §3, W-08, W-14, W-30, W-35).</summary>
internal static class ActorKeyVectors
{
    private static readonly string Good = TestKey.Alice.PublicText;

    // RFC 8032 §5.1: the eight points whose order divides 8.
    private static readonly (int Order, string Hex)[] SmallOrder =
    [
        (1, "0100000000000000000000000000000000000000000000000000000000000000"),
        (2, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        (4, "0000000000000000000000000000000000000000000000000000000000000000"),
        (4, "0000000000000000000000000000000000000000000000000000000000000080"),
        (8, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        (8, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        (8, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        (8, "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
    ];

    public static IEnumerable<ActorVector> All => [.. Members, .. Spellings, .. Points];

    private static IEnumerable<ActorVector> Members =>
    [
        Invalid("no key id", "W-14", With("\"id\":\"k1\",", "")),
        Invalid("an empty key id", "W-14", With("\"k1\"", "\"\"")),
        Invalid("a key id that is a number", "W-14", With("\"k1\"", "1")),
        Invalid("half a character in a key id", "W-13", With("\"k1\"", "\"k\\ud800\"")),
        Invalid("U+0000 in a key id", "W-13", With("\"k1\"", "\"k\\u0000\"")),
        Invalid("a member of a key twice", "W-11", With("\"id\":\"k1\"", "\"id\":\"k1\",\"id\":\"k1\"")),
        Valid("unknown members of a key", "§1", With("\"id\":\"k1\"", "\"id\":\"k1\",\"use\":[\"sig\"]")),
        Valid("no createdAt", "W-16", With(",\"createdAt\":\"2026-05-09T00:00:00Z\"", "")),
        Valid("a createdAt that is no time", "W-16", With("2026-05-09T00:00:00Z", "long ago")),
        Valid("a createdAt that is no string", "W-16", With("\"2026-05-09T00:00:00Z\"", "null")),
        Invalid("no publicKey", "§3", With($"\"publicKey\":\"{Good}\",", "")),
        Invalid("a publicKey that is no string", "§3", With($"\"{Good}\"", "5")),
    ];

    private static IEnumerable<ActorVector> Spellings =>
    [
        Invalid("a key in hexadecimal", "§1", With(Good, Convert.ToHexStringLower(TestKey.Alice.PublicKey))),
        Invalid("a key in URL-safe base64", "§1", With(Good, Good.Replace('/', '_'))),
        Invalid("a key without padding", "W-08", With(Good, Good.TrimEnd('='))),
        Invalid("a key with stray bits after the last byte", "W-08", With(Good, HeaderVectors.StrayBit(Good))),
        Invalid("a key with a line break in it", "W-08", With(Good, Good.Insert(20, "\\n"))),
        Invalid("a key of 31 bytes", "§3", With(Good, Convert.ToBase64String(TestKey.Alice.PublicKey[..31]))),
        Invalid("a key of 33 bytes", "§3", With(Good, Convert.ToBase64String([.. TestKey.Alice.PublicKey, 0]))),
    ];

    private static IEnumerable<ActorVector> Points =>
    [
        .. SmallOrder.Select((point, i) => Invalid($"small order: {point.Order}, point {i + 1} of 8", "W-35", Point(Convert.FromHexString(point.Hex)))),
        Invalid("y is p", "W-35", Point(Forgery.Encoded(Forgery.P))),
        Invalid("y is p + 1, the neutral element for whoever reduces it", "W-35", Point(Forgery.Encoded(Forgery.P + 1))),
        Invalid("y is p + 3, a point of large order for whoever reduces it", "W-35", Point(Forgery.Encoded(Forgery.P + 3))),
        Invalid("y is 2^255 - 1", "W-35", Point(Forgery.Encoded(System.Numerics.BigInteger.Pow(2, 255) - 1))),
        Invalid("x is 0 with sign bit 1, y is 1", "W-35", Point(Negative(1))),
        Invalid("x is 0 with sign bit 1, y is -1", "W-35", Point(Negative(Forgery.P - 1))),
        Invalid("y is 2, which no point of the curve has", "W-35", Point(Forgery.Encoded(2))),
        Valid("a key of mixed order", "W-30", Point(Forgery.MixedOrder(TestKey.Alice))),
    ];

    private static string Point(byte[] encoded) => With(Good, Convert.ToBase64String(encoded));

    private static byte[] Negative(System.Numerics.BigInteger y)
    {
        var encoded = Forgery.Encoded(y);
        encoded[31] |= 0x80;
        return encoded;
    }
}
