using System.Globalization;
using Posta.Protocol;
using Posta.Server.Http;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Invites;

/// <summary>Ten questions a minute from one address (X-2, C-18).</summary>
public sealed class InviteLimitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task The_eleventh_question_of_a_minute_is_told_how_long_to_wait()
    {
        await using var server = await TestServer.Start(Guest.BehindProxy, _time, "alice");
        using var guest = new Guest(server.Url("alice"));
        Assert.Equal([410, 410, 410, 410, 410], await Statuses(5, () => guest.Info("pinv_x", "198.51.100.7")));
        _time.Advance(TimeSpan.FromSeconds(15.5));
        Assert.Equal([410, 410, 410, 410, 410], await Statuses(5, () => guest.Redeem("pinv_x", from: "198.51.100.7")));

        var refused = await guest.Info("pinv_x", "198.51.100.7");

        Assert.Equal((429, ErrorCode.RateLimited, "45"), (refused.Status, refused.Code, refused.Headers["Retry-After"]));
        Assert.Equal(429, (await guest.Redeem("pinv_x", from: "198.51.100.7")).Status);
        Assert.Equal(410, (await guest.Info("pinv_x", "198.51.100.8")).Status);

        _time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal([410, 410, 410, 410, 410, 429], await Statuses(6, () => guest.Info("pinv_x", "198.51.100.7")));
    }

    [Fact]
    public async Task A_household_of_IPv6_addresses_counts_as_one()
    {
        await using var server = await TestServer.Start(Guest.BehindProxy, _time, "alice");
        using var guest = new Guest(server.Url("alice"));
        var host = 0;

        var statuses = await Statuses(11, () => guest.Info("pinv_x", $"2001:db8:1:2::{(++host).ToString("x", CultureInfo.InvariantCulture)}"));

        Assert.Equal(429, statuses[10]);
        Assert.Equal(410, (await guest.Info("pinv_x", "2001:db8:1:3::1")).Status);
    }

    [Fact]
    public async Task Nobody_but_a_configured_proxy_says_where_a_request_comes_from()
    {
        await using var server = await TestServer.Start(_time, "alice");
        using var guest = new Guest(server.Url("alice"));

        Assert.Equal(429, (await Statuses(11, () => guest.Info("pinv_x")))[10]);
    }

    [Fact]
    public async Task It_holds_for_all_identities_together()
    {
        await using var server = await TestServer.Start(_time, "alice", "bob");
        using var atAlice = new Guest(server.Url("alice"));
        using var atBob = new Guest(server.Url("bob"));
        await Statuses(10, () => atAlice.Info("pinv_x"));

        Assert.Equal(429, (await atBob.Info("pinv_x")).Status);
    }

    [Fact]
    public void The_table_is_bounded_and_forgets_the_oldest_address_first()
    {
        var limit = new SlidingMinute<int>(1, _time);
        for (var address = 0; address <= 4096; address++)
        {
            Assert.True(limit.TryPass(address, out _));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.True(limit.TryPass(0, out _));
        Assert.False(limit.TryPass(4096, out _));
    }

    private static async Task<List<int>> Statuses(int count, Func<Task<ApiAnswer>> ask)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
            statuses.Add((await ask()).Status);
        return statuses;
    }
}
