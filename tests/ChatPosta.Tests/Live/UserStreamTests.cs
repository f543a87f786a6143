using ChatPosta.Live;
using Posta.Hosting.Events;
using Posta.Testing;

namespace ChatPosta.Tests.Live;

public sealed class UserStreamTests
{
    private const string Bob = "https://bob.example";
    private const string Eve = "https://eve.example";

    [Fact]
    public async Task All_tabs_of_a_user_share_one_upstream_stream()
    {
        await using var user = await LiveUser.Start();
        Assert.Equal(0, user.Upstream.Attempts);

        var (first, server) = await user.GoLive();
        var second = await user.OpenTab();
        await server.Message(Bob, "up-1");

        Assert.Contains("""thread-updated {"peer":"https://bob.example"}""", await first.Until("contact-changed"));
        Assert.Contains("""thread-updated {"peer":"https://bob.example"}""", await second.Until("contact-changed"));
        Assert.Equal(1, user.Upstream.Attempts);
    }

    [Fact]
    public async Task The_stream_closes_ten_seconds_after_the_last_tab()
    {
        await using var user = await LiveUser.Start();
        var (first, server) = await user.GoLive();
        var second = await user.OpenTab();

        first.Close();
        user.Time.Advance(TimeSpan.FromSeconds(30));
        await server.Say("identity-changed", "{}", "up-1");
        await second.Until("identity-changed");
        Assert.False(user.IsClosed);

        second.Close();
        var after = await user.TurnUntil(() => user.IsClosed);
        Assert.True(after >= UserStream.Grace, $"after {after}");
        await server.Over.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_closed_stream_takes_no_tab()
    {
        await using var user = await LiveUser.Start();
        user.Stream.Tell(new UserStreamEvent.UserEnded());

        Assert.Null(await user.Stream.Open(new TabRequest("s1", null, "", (_, _) => throw new InvalidOperationException())));
    }

    [Fact]
    public async Task A_tab_that_comes_back_in_time_finds_the_stream_open()
    {
        await using var user = await LiveUser.Start();
        var (first, server) = await user.GoLive();

        first.Close();
        var second = await user.OpenTab(first.LastId);
        user.Time.Advance(TimeSpan.FromSeconds(30));
        await server.Message(Bob, "up-1");

        Assert.Equal(["state", "thread-updated", "contact-changed"], Names(await second.Until("contact-changed")));
        Assert.Equal(1, user.Upstream.Attempts);
    }

    [Fact]
    public async Task Equal_triggers_that_still_wait_are_one()
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();
        var before = Number(user.Stream.Position);

        for (var n = 1; n <= 5; n++) await server.Message(Bob, $"up-{n}");
        await server.Say("identity-changed", "{}", "up-6");
        await Eventually.True(() => Number(user.Stream.Position) == before + 11);

        Assert.Equal(["thread-updated", "contact-changed", "identity-changed"], Names(await tab.Until("identity-changed")));
    }

    [Fact]
    public async Task A_tab_with_a_peer_hears_of_no_other_thread()
    {
        await using var user = await LiveUser.Start();
        var (_, server) = await user.GoLive();
        var tab = await user.OpenTab(user.Stream.Position, peer: Bob);

        await server.Message(Eve, "up-1");
        await server.Message(Bob, "up-2");
        await server.Say("identity-changed", "{}", "up-3");

        var threads = (await tab.Until("identity-changed")).Where(said => said.StartsWith("thread-updated", StringComparison.Ordinal));
        Assert.Equal(["""thread-updated {"peer":"https://bob.example"}"""], threads);
    }

    [Theory]
    [InlineData("bob.example")]
    [InlineData("https://BOB.example:443/")]
    public async Task Peers_come_out_in_canonical_form(string peer)
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();

        await server.Message(peer, "up-1");

        Assert.Equal("""thread-updated {"peer":"https://bob.example"}""", await tab.Next());
    }

    [Theory]
    [InlineData("""{"peer":7}""")]
    [InlineData("""{"peer":"http://192.0.2.1"}""")]
    [InlineData("{}")]
    [InlineData("not json")]
    public async Task A_message_that_cannot_be_placed_makes_the_tabs_fetch_anew(string data)
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();

        await server.Say("inbound", data, "up-1");

        Assert.Equal("resync {}", await tab.Next());
    }

    [Fact]
    public async Task Upstream_events_become_opaque_triggers()
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();

        await server.Say("contact-changed", """{"url":"bob.example"}""", "up-1");
        await server.Say("read-watermark-changed", """{"peer":"bob.example","rowId":7}""", "up-2");
        await server.Say("something-new", "{}", "up-3");
        await server.Say("resync", "{}");
        await server.Say("identity-changed", """{"name":"Alice"}""", "up-4");

        Assert.Equal(
            ["contact-changed {}", "read-watermark-changed {}", "resync {}", "identity-changed {}"],
            await tab.Until("identity-changed"));
    }

    [Fact]
    public async Task The_first_ready_is_a_resync_and_a_resumed_one_is_not()
    {
        await using var user = await LiveUser.Start();
        var tab = await user.OpenTab();
        var server = await user.Upstream.Accept();
        await server.Greet("up-7");
        Assert.Equal(["state", "resync", "state"], Names(await tab.Until("""state {"upstream":"live""")));

        server.End();
        await tab.Until("""state {"upstream":"down""");
        await user.TurnUntil(() => user.Upstream.Attempts == 2);
        server = await user.Upstream.Accept();
        await server.Greet("up-7");

        Assert.Equal("up-7", server.LastEventId);
        Assert.Equal(["state"], Names(await tab.Until("""state {"upstream":"live""")));
    }

    [Fact]
    public async Task A_tab_resumes_from_the_id_that_it_holds()
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();
        var other = await user.OpenTab(user.Stream.Position);
        tab.Close();

        await server.Message(Bob, "up-1");
        await other.Until("contact-changed");

        Assert.Equal(["thread-updated", "contact-changed", "state"], (await user.OpenTab(tab.LastId)).Greeting);
    }

    [Theory]
    [InlineData("")]
    [InlineData("another-1")]
    public async Task A_tab_that_cannot_say_what_it_saw_fetches_anew(string lastEventId)
    {
        await using var user = await LiveUser.Start();
        await user.GoLive();

        Assert.Equal(["resync", "state"], (await user.OpenTab(lastEventId)).Greeting);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_again_after_a_pause_that_doubles()
    {
        await using var user = await LiveUser.Start();
        user.Upstream.Status = 503;
        var tab = await user.OpenTab();

        await tab.Until("""state {"upstream":"down""");
        Assert.True(await user.TurnUntil(() => user.Upstream.Attempts == 2) >= TimeSpan.FromSeconds(1));
        Assert.True(await user.TurnUntil(() => user.Upstream.Attempts == 3) >= TimeSpan.FromSeconds(2));
        Assert.True(await user.TurnUntil(() => user.Upstream.Attempts == 4) >= TimeSpan.FromSeconds(4));

        user.Upstream.Status = 200;
        await user.TurnUntil(() => user.Upstream.Attempts == 5);
        await (await user.Upstream.Accept()).Greet();
        await tab.Until("""state {"upstream":"live""");
    }

    [Fact]
    public async Task A_refused_token_unlinks_the_account_and_ends_the_attempts()
    {
        await using var user = await LiveUser.Start();
        user.Upstream.Status = 401;
        var tab = await user.OpenTab();

        await tab.Until("""state {"upstream":"unlinked""");
        user.Time.Advance(TimeSpan.FromMinutes(10));
        var second = await user.OpenTab();

        Assert.StartsWith("""state {"upstream":"unlinked","since":"2026-01-02T03:04:05""", await second.Next(), StringComparison.Ordinal);
        Assert.Equal(1, user.Refusals);
        Assert.Equal(1, user.Upstream.Attempts);
    }

    [Fact]
    public async Task A_silent_server_is_left_and_asked_again_from_the_last_id()
    {
        await using var user = await LiveUser.Start();
        var (tab, server) = await user.GoLive();

        user.Time.Advance(UpstreamConnection.SilenceLimit - TimeSpan.FromSeconds(1));
        await server.Say("identity-changed", "{}", "up-1");
        await tab.Until("identity-changed");
        user.Time.Advance(UpstreamConnection.SilenceLimit - TimeSpan.FromSeconds(1));
        Assert.False(server.Over.IsCompleted);
        user.Time.Advance(TimeSpan.FromSeconds(1));

        await tab.Until("""state {"upstream":"down""");
        await user.TurnUntil(() => user.Upstream.Attempts == 2);
        Assert.Equal("up-1", (await user.Upstream.Accept()).LastEventId);
    }

    [Fact]
    public async Task A_tab_that_does_not_read_is_cut_and_the_others_go_on()
    {
        await using var user = await LiveUser.Start();
        var (quick, server) = await user.GoLive();
        var slow = await user.OpenTab(user.Stream.Position);

        for (var n = 1; n <= 300; n++)
        {
            await server.Message($"https://p{n}.example", $"up-{n}");
            await quick.Until($$"""thread-updated {"peer":"https://p{{n}}.example"}""");
        }

        Assert.Equal(EventCursor.TooSlow, slow.Ending);
        Assert.Null(quick.Ending);
    }

    [Fact]
    public async Task A_session_takes_only_its_own_tabs_with_it()
    {
        await using var user = await LiveUser.Start();
        var (mine, server) = await user.GoLive();
        var other = await user.OpenTab(user.Stream.Position, session: "s2");

        user.Stream.Tell(new UserStreamEvent.SessionEnded("s2"));

        await Eventually.True(() => other.Ending == "session-ended", TimeSpan.FromSeconds(1));
        await server.Say("identity-changed", "{}", "up-1");
        await mine.Until("identity-changed");
        Assert.Null(mine.Ending);
    }

    [Fact]
    public async Task A_user_who_is_gone_takes_all_tabs_with_them()
    {
        await using var user = await LiveUser.Start();
        var (mine, server) = await user.GoLive();
        var other = await user.OpenTab(session: "s2");

        user.Stream.Tell(new UserStreamEvent.UserEnded());

        await Eventually.True(() => mine.Ending is not null && other.Ending is not null, TimeSpan.FromSeconds(1));
        await server.Over.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.True(user.IsClosed);
    }

    private static IEnumerable<string> Names(IEnumerable<string> said) => said.Select(line => line.Split(' ')[0]);

    private static int Number(string id) => int.Parse(id.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
}
