using ChatPosta.Keys;

namespace ChatPosta.Tests.Keys;

public sealed class SealedBoxTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private static readonly byte[] Plain = "the plain text"u8.ToArray();

    [Fact]
    public void A_box_opens_with_its_key_for_its_owner()
    {
        var box = SealedBox.Seal(BoxKind.Token, Key, Plain, "user", "server");
        Assert.Equal(Plain, SealedBox.Open(BoxKind.Token, Key, box, "user", "server"));
    }

    [Fact]
    public void The_same_text_is_never_sealed_alike() =>
        Assert.NotEqual(SealedBox.Seal(BoxKind.Token, Key, Plain, "user"), SealedBox.Seal(BoxKind.Token, Key, Plain, "user"));

    [Theory]
    [InlineData("another", "server")]
    [InlineData("user", "another")]
    [InlineData("users", "erver")]
    [InlineData("userserver", "")]
    public void A_box_that_moved_to_another_owner_stays_shut(string user, string server)
    {
        var box = SealedBox.Seal(BoxKind.Token, Key, Plain, "user", "server");
        Assert.Throws<SealBrokenException>(() => SealedBox.Open(BoxKind.Token, Key, box, user, server));
    }

    [Fact]
    public void A_box_of_one_kind_does_not_open_as_another()
    {
        var box = SealedBox.Seal(BoxKind.Token, Key, Plain, "user");
        Assert.Throws<SealBrokenException>(() => SealedBox.Open(BoxKind.SessionKey, Key, box, "user"));
        box[0] = (byte)BoxKind.SessionKey;
        Assert.Throws<SealBrokenException>(() => SealedBox.Open(BoxKind.SessionKey, Key, box, "user"));
    }

    [Fact]
    public void A_box_with_any_bit_changed_stays_shut()
    {
        var box = SealedBox.Seal(BoxKind.Token, Key, Plain, "user");
        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var damaged = box.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<SealBrokenException>(() => SealedBox.Open(BoxKind.Token, Key, damaged, "user"));
        }
    }

    [Fact]
    public void A_box_cut_short_anywhere_stays_shut()
    {
        var box = SealedBox.Seal(BoxKind.Token, Key, Plain, "user");
        for (var length = 0; length < box.Length; length++)
            Assert.Throws<SealBrokenException>(() => SealedBox.Open(BoxKind.Token, Key, box.AsSpan(0, length), "user"));
    }
}
