using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Sessions;

public sealed class SignOutTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_leads_to_sign_in()
    {
        var answer = await _browser.Submit("/logout");

        Assert.Equal((303, "/login"), (answer.Status, answer.Location));
    }

    [Fact]
    public async Task The_browser_is_told_to_forget()
    {
        var answer = await _browser.Submit("/logout");

        Assert.Equal("\"cache\", \"storage\"", answer.Header("Clear-Site-Data"));
        Assert.StartsWith("chat=; expires=Thu, 01 Jan 1970", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Empty(_browser.Cookies);
    }

    [Fact]
    public async Task The_cookie_opens_nothing_afterwards()
    {
        var cookie = _browser.Cookies["chat"];
        await _browser.Submit("/logout");
        _browser.Cookies["chat"] = cookie;

        Assert.Equal("/login", (await _browser.Open("/")).Location);
    }

    [Fact]
    public async Task Its_streams_end()
    {
        await using var tab = await BrowserTab.Reading(await _browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");

        await _browser.Submit("/logout");

        while (await tab.Next() is not null) { }
    }

    [Fact]
    public async Task No_stream_that_was_being_opened_meanwhile_outlives_it()
    {
        var member = await Member.Join(_app, "Bob", _server.Identity);
        for (var round = 0; round < 20; round++)
        {
            using var browser = _app.Browser();
            browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await member.SignIn(_app));
            var opening = browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch);
            var leaving = browser.Submit("/logout");

            using var opened = await opening;
            await leaving;
            if (opened.IsSuccessStatusCode)
            {
                await using var tab = await BrowserTab.Reading(opened);
                while (await tab.Next() is not null) { }
            }
        }
    }

    [Fact]
    public async Task Streams_of_the_same_person_elsewhere_go_on()
    {
        var member = await Member.Join(_app, "Bob", _server.Identity);
        using var here = _app.Browser();
        using var there = _app.Browser();
        foreach (var browser in new[] { here, there })
            browser.Cookies["chat"] = System.Buffers.Text.Base64Url.EncodeToString(await member.SignIn(_app));
        await using var tab = await BrowserTab.Reading(await there.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");

        await here.Submit("/logout");

        Assert.Equal(200, (await there.Open("/")).Status);
        var next = tab.Next();
        _app.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.NotNull(await next);
    }

    [Fact]
    public async Task It_is_in_the_audit_log()
    {
        await _browser.Submit("/logout");

        Assert.Equal(["signed-up", "signed-out"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task A_link_cannot_do_it()
    {
        Assert.Equal(405, (await _browser.Open("/logout")).Status);
        Assert.Equal(200, (await _browser.Open("/")).Status);
    }
}
