using System.Net;
using ChatPosta.Live;

namespace ChatPosta.Tests.Live;

public sealed class StreamLimitsTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2")]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1")]
    public void An_address_may_hold_a_hundred_streams(string full, string same, string other)
    {
        using var limits = new StreamLimits();
        for (var n = 0; n < StreamLimits.PerAddress; n++) Assert.True(Takes(limits, $"user {n}", full));

        Assert.False(Takes(limits, "one more", same));
        Assert.True(Takes(limits, "one more", other));
    }

    [Fact]
    public void A_place_that_is_given_back_can_be_taken_again()
    {
        using var limits = new StreamLimits();
        var place = limits.Take("alice", IPAddress.Loopback);
        for (var n = 1; n < StreamLimits.PerUser; n++) Assert.True(Takes(limits, "alice", "127.0.0.1"));
        Assert.False(Takes(limits, "alice", "127.0.0.1"));

        place.Dispose();

        Assert.True(Takes(limits, "alice", "127.0.0.1"));
    }

    private static bool Takes(StreamLimits limits, string userId, string address) =>
        limits.Take(userId, IPAddress.Parse(address)).IsAcquired;
}
