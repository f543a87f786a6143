using System.Text.Json.Nodes;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.SignUp;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Testing;

namespace ChatPosta.Tests.Commands;

/// <summary>What the admin's commands do to somebody who is signed in, with a page and an event stream open, while the program runs.</summary>
public sealed class ClosedOutTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Newcomer _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Newcomer.Invited(_app, _server);
        await _alice.SignUp();
        Assert.Equal(200, (await _alice.Browser.Open("/")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("user", "disable", "Alice")]
    [InlineData("user", "delete", "Alice", "--yes")]
    [InlineData("session", "revoke", "--user", "Alice")]
    public async Task Requests_and_streams_end_within_a_second(params string[] command)
    {
        await using var tab = await BrowserTab.Reading(await _alice.Browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");
        var before = _app.Time.GetUtcNow();

        Assert.Equal(0, (await _app.Cli(command)).Exit);

        await Eventually.True(async () =>
        {
            if (_app.Time.GetUtcNow() < before + Second) _app.Time.Advance(Second / 4);
            return (await _alice.Browser.Open("/")).Location == "/login";
        });
        while (await tab.Next() is not null) { }
        Assert.InRange(_app.Time.GetUtcNow() - before, TimeSpan.Zero, Second);
    }

    [Fact]
    public async Task Who_is_disabled_is_refused_like_any_stranger_until_enabled()
    {
        var stranger = await SignIn(answer => answer["credential"]!["id"] = "AAAA");
        await _app.Cli("user", "disable", "Alice");

        var refused = await SignIn();

        Assert.Equal((stranger.Status, stranger.Body), (refused.Status, refused.Body));
        Assert.Equal(401, refused.Status);

        await _app.Cli("user", "enable", "Alice");
        Assert.Equal("/", (string)(await SignIn()).Json["location"]!);
    }

    [Fact]
    public async Task Who_is_deleted_is_refused_like_any_stranger_and_may_be_invited_again()
    {
        await _app.Cli("user", "delete", "Alice", "--yes");

        Assert.Equal(401, (await SignIn()).Status);
        using var again = await Newcomer.Invited(_app, _server);
        await again.SignUp();
    }

    private async Task<Answer> SignIn(Action<JsonObject>? change = null)
    {
        using var browser = _app.Browser();
        var answer = _alice.Authenticator.Get((await browser.Post("/login/options")).Json);
        change?.Invoke(answer);
        return await browser.Post("/login/finish", answer);
    }
}
