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
        using var limits = Limits(scale: 1);
        for (var n = 0; n < StreamLimits.PerAddress; n++) Assert.True(Takes(limits, $"user {n}", full));

        Assert.False(Takes(limits, "one more", same));
        Assert.True(Takes(limits, "one more", other));
    }

    [Fact]
    public void A_place_that_is_given_back_can_be_taken_again()
    {
        using var limits = Limits(scale: 1);
        var place = limits.Take("alice", IPAddress.Loopback);
        for (var n = 1; n < StreamLimits.PerUser; n++) Assert.True(Takes(limits, "alice", "127.0.0.1"));
        Assert.False(Takes(limits, "alice", "127.0.0.1"));

        place.Dispose();

        Assert.True(Takes(limits, "alice", "127.0.0.1"));
    }

    [Fact]
    public void The_scale_multiplies_both()
    {
        using var limits = Limits(scale: 6);
        for (var n = 0; n < 6 * StreamLimits.PerUser; n++) Assert.True(Takes(limits, "alice", "192.0.2.1"));
        Assert.False(Takes(limits, "alice", "192.0.2.1"));

        for (var n = 0; n < 6 * StreamLimits.PerAddress; n++) Assert.True(Takes(limits, $"user {n}", "192.0.2.2"));
        Assert.False(Takes(limits, "one more", "192.0.2.2"));
    }

    [Fact]
    public void A_scale_of_0_lifts_both()
    {
        using var limits = Limits(scale: 0);
        for (var n = 0; n <= 10 * StreamLimits.PerAddress; n++) Assert.True(Takes(limits, "alice", "192.0.2.1"));
    }

    private static StreamLimits Limits(int scale) =>
        new(new ChatConfig { Listen = [], Db = "", BaseUrl = new Uri("http://localhost"), LimitScale = scale });

    private static bool Takes(StreamLimits limits, string userId, string address) =>
        limits.Take(userId, IPAddress.Parse(address)).IsAcquired;
}
