using System.Globalization;
using System.Numerics;
using FsCheck.Fluent;
using Posta.Protocol.Keys;
using Posta.Testing;

namespace Posta.Tests.Protocol.Keys;

public sealed class Ed25519Tests
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    // RFC 8032 §5.1: the order of the base point.
    private static readonly BigInteger L =
        BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);

    public static TheoryData<string, string, string, string> Rfc8032()
    {
        var data = new TheoryData<string, string, string, string>();
        foreach (var v in Vectors.Read("ed25519-rfc8032.json").EnumerateArray())
            data.Add(v.GetProperty("seed").GetString()!, v.GetProperty("publicKey").GetString()!,
                v.GetProperty("message").GetString()!, v.GetProperty("signature").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(Rfc8032))]
    public void The_vectors_of_rfc_8032_come_out(string seed, string publicKey, string message, string signature)
    {
        var text = Convert.FromHexString(message);

        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKey(Convert.FromHexString(seed))));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(seed), text)));
        Assert.True(Ed25519.Verify(Convert.FromHexString(publicKey), text, Convert.FromHexString(signature)));
        Assert.True(Ed25519.IsAcceptableKey(Convert.FromHexString(publicKey)));
    }

    [Fact]
    public void One_changed_bit_is_noticed()
    {
        var seed = new byte[Ed25519.SeedSize];
        var message = "hello"u8.ToArray();
        var key = Ed25519.PublicKey(seed);
        var signature = Ed25519.Sign(seed, message);

        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var changed = signature.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Ed25519.Verify(key, message, changed));
        }
        Assert.False(Ed25519.Verify(key, "hellp"u8, signature));
        Assert.True(Ed25519.Verify(key, message, signature));
    }

    [Fact]
    public void A_signature_with_the_group_order_added_is_refused()
    {
        var seed = new byte[Ed25519.SeedSize];
        var signature = Ed25519.Sign(seed, "hello"u8);
        var s = new BigInteger(signature.AsSpan(32), isUnsigned: true) + L;
        var twin = signature[..32].Concat(Encoded(s)).ToArray();

        Assert.False(Ed25519.Verify(Ed25519.PublicKey(seed), "hello"u8, twin));
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    public void The_eight_points_of_small_order_are_no_keys(string hex)
    {
        var key = Convert.FromHexString(hex);

        Assert.True(EdwardsPoint.IsCanonical(key));
        Assert.False(Ed25519.IsAcceptableKey(key));
    }

    [Fact]
    public void Without_that_check_one_signature_would_fit_every_message()
    {
        byte[] neutral = [1, .. new byte[31]];
        byte[] signature = [1, .. new byte[63]];

        Assert.True(Ed25519.Verify(neutral, "anything"u8, signature));
        Assert.False(Ed25519.IsAcceptableKey(neutral));
    }

    [Fact]
    public void A_y_of_p_or_more_is_no_canonical_key()
    {
        for (var y = P; y < BigInteger.Pow(2, 255); y++)
        {
            var key = Encoded(y);
            Assert.False(EdwardsPoint.IsCanonical(key));
            key[^1] |= 0x80;
            Assert.False(EdwardsPoint.IsCanonical(key));
        }
    }

    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    public void Where_x_is_0_the_sign_bit_must_be_0(string hex) =>
        Assert.False(EdwardsPoint.IsCanonical(Convert.FromHexString(hex)));

    [Fact]
    public void A_y_that_no_point_of_the_curve_has_is_no_key() =>
        Assert.False(Ed25519.IsAcceptableKey(Encoded(2)));

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_none(int length)
    {
        Assert.False(Ed25519.IsAcceptableKey(new byte[length]));
        Assert.False(Ed25519.Verify(new byte[length], [], new byte[64]));
    }

    [Fact]
    public void Every_seed_makes_an_acceptable_key_that_verifies_what_it_signed() => Property.Holds(
        from seed in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(32)
        from message in Property.Bytes
        select (seed, message),
        sample => Ed25519.IsAcceptableKey(Ed25519.PublicKey(sample.seed))
            && Ed25519.Verify(Ed25519.PublicKey(sample.seed), sample.message, Ed25519.Sign(sample.seed, sample.message)),
        times: 100);

    [Fact]
    public void Many_threads_can_sign_and_verify_at_once()
    {
        var seed = new byte[Ed25519.SeedSize];
        var key = Ed25519.PublicKey(seed);

        Parallel.For(0, 500, i =>
        {
            var message = BitConverter.GetBytes(i);
            Assert.True(Ed25519.Verify(key, message, Ed25519.Sign(seed, message)));
            Assert.False(Ed25519.Verify(key, message, new byte[64]));
        });
    }

    private static byte[] Encoded(BigInteger number)
    {
        var bytes = new byte[32];
        number.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
