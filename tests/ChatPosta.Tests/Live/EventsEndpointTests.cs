using System.Net;
using ChatPosta.Live;
using Posta.Testing;

namespace ChatPosta.Tests.Live;

public sealed class EventsEndpointTests
{
    [Fact]
    public async Task The_first_bytes_do_not_wait_for_the_upstream()
    {
        await using var app = await LiveApp.Start();

        await using var tab = await app.Open();

        Assert.Contains("connecting", (await tab.Next())!.Data, StringComparison.Ordinal);
        Assert.Equal("text/event-stream", tab.Response.Content.Headers.ContentType!.ToString());
        Assert.True(tab.Response.Headers.CacheControl!.NoStore);
        Assert.Equal(["no"], tab.Response.Headers.GetValues("X-Accel-Buffering"));
    }

    [Fact]
    public async Task Frames_carry_ids_and_no_message_text()
    {
        await using var app = await LiveApp.Start();
        await using var tab = await app.Open();
        var server = await app.Upstream.Accept();
        await server.Greet();
        await server.Message("https://bob.example", "up-1", "my secret");
        await server.Say("identity-changed", """{"name":"my secret"}""", "up-2");

        var said = await tab.Until("identity-changed");

        Assert.Contains(said, frame => frame.Name == "thread-updated");
        Assert.All(said, frame => Assert.NotEqual("", frame.Id));
        Assert.DoesNotContain(said, frame => frame.Data.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_quiet_stream_carries_a_comment_every_fifteen_seconds()
    {
        await using var app = await LiveApp.Start();
        await using var tab = await app.Open();
        await tab.Until("state");

        app.Time.Advance(TimeSpan.FromSeconds(16));

        Assert.True((await tab.Next())!.IsKeepAlive);
    }

    [Fact]
    public async Task A_page_rendered_at_a_position_resumes_from_it()
    {
        await using var app = await LiveApp.Start();
        await using var first = await app.Open();
        var server = await app.Upstream.Accept();
        await server.Greet();
        await first.Until("state", "live");

        var position = app.Hub.Position("alice");
        await server.Message("https://bob.example", "up-1");
        await first.Until("contact-changed");
        await using var second = await app.Open(lastEventId: position);

        Assert.Equal(["thread-updated", "contact-changed", "state"], (await second.Until("state")).Select(frame => frame.Name));
    }

    [Fact]
    public async Task A_program_that_stops_says_bye()
    {
        await using var app = await LiveApp.Start();
        await using var tab = await app.Open();
        await tab.Until("state");

        app.Stop();

        await tab.Until("bye");
        Assert.Null(await tab.Next());
    }

    [Fact]
    public async Task Ending_a_session_ends_its_streams_only()
    {
        await using var app = await LiveApp.Start();
        await using var mine = await app.Open(session: "s1");
        await using var other = await app.Open(session: "s2");
        var server = await app.Upstream.Accept();
        await mine.Until("state");

        app.Hub.EndSession("s2");

        while (await other.Next() is not null) { }
        await server.Greet();
        await mine.Until("state", "live");
    }

    [Fact]
    public async Task A_user_may_hold_twenty_streams()
    {
        await using var app = await LiveApp.Start();
        var tabs = new List<BrowserTab>();
        for (var n = 0; n < StreamLimits.PerUser; n++) tabs.Add(await app.Open());

        using var refused = await app.Get();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);

        await tabs[0].DisposeAsync();
        await Eventually.True(async () =>
        {
            using var answer = await app.Get();
            return answer.StatusCode == HttpStatusCode.OK;
        });
        foreach (var tab in tabs) await tab.DisposeAsync();
    }

    [Fact]
    public async Task A_peer_that_is_no_address_is_refused()
    {
        await using var app = await LiveApp.Start();

        using var answer = await app.Get("?peer=http://192.0.2.1");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_refused_token_marks_the_account()
    {
        await using var app = await LiveApp.Start();
        Assert.True(await app.IsLinked());
        app.Upstream.Status = 401;

        await using var tab = await app.Open();

        await tab.Until("state", "unlinked");
        await Eventually.True(async () => !await app.IsLinked());
    }
}
