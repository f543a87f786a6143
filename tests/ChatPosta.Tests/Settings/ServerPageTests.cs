using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;

namespace ChatPosta.Tests.Settings;

/// <summary>A server that no longer takes the token is linked again, and everything else stays (chat.md §4).</summary>
public sealed class ServerPageTests : IAsyncLifetime
{
    private static readonly string NewToken = "mst_" + new string('N', 43);

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Member _alice = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Member.Join(_app, server: _server.Identity);
        _browser = await _alice.OpenBrowser(_app);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_says_what_is_linked_and_since_when()
    {
        var page = await Page();

        Assert.Contains(_server.Identity.Display, page, StringComparison.Ordinal);
        Assert.Contains("since 2 January 2026, 03:04 UTC", page, StringComparison.Ordinal);
        Assert.Contains("Your server takes the token", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_is_said_on_every_page_with_the_way_out()
    {
        _server.Accepted = null;

        foreach (var path in new[] { "/", "/c/https%3A%2F%2Fbob.example" })
        {
            var answer = await _browser.Open(path);
            Assert.Equal(502, answer.Status);
            var wayOut = Rendered.Parse(answer.Body).The("a.button");
            Assert.Equal(("/settings/server", "Link your server again"), (wayOut.GetAttribute("href"), wayOut.TextContent));
        }

        Assert.Contains("Your server has refused the token since 2 January 2026", await Page(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings", 502)]
    [InlineData("/settings/passkeys", 200)]
    [InlineData("/settings/passkeys/add", 200)]
    [InlineData("/settings/sessions", 200)]
    [InlineData("/settings/activity", 200)]
    [InlineData("/settings/data", 200)]
    public async Task The_other_pages_of_settings_say_it_too(string path, int status)
    {
        Assert.Empty(Rendered.Parse((await _browser.Open(path)).Body).QuerySelectorAll("main .notice"));
        _server.Accepted = null;
        await _browser.Open("/");

        var answer = await _browser.Open(path);

        Assert.Equal(status, answer.Status);
        Assert.Equal("/settings/server", Rendered.Parse(answer.Body).The("main .notice a").GetAttribute("href"));
    }

    [Fact]
    public async Task After_a_new_link_every_session_reads_with_the_new_token_at_once()
    {
        using var elsewhere = await _alice.OpenBrowser(_app);
        await elsewhere.Open("/");
        _server.Accepted = NewToken;
        Assert.Equal(502, (await elsewhere.Open("/")).Status);

        var answer = await Link(_server.Pairing(NewToken));

        Assert.Equal((303, "/settings/server"), (answer.Status, answer.Location));
        Assert.Equal(200, (await _browser.Open("/")).Status);
        Assert.Equal(200, (await elsewhere.Open("/")).Status);
        Assert.Contains("Your server takes the token", await Page(), StringComparison.Ordinal);
        Assert.Equal(["signed-up", "link-refused", "linked-again"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task The_new_token_is_sealed_and_survives_a_restart()
    {
        _server.Accepted = NewToken;
        await Link(_server.Pairing(NewToken));
        Assert.All(_app.Files(), file => Assert.False(DiskScan.Holds(file, System.Text.Encoding.ASCII.GetBytes(NewToken)), file));

        var cookie = _browser.Cookies["chat"];
        _app = await _app.Restart();
        using var later = _app.Browser();
        later.Cookies["chat"] = cookie;
        Assert.Equal(200, (await later.Open("/")).Status);
    }

    [Fact]
    public async Task Streams_that_held_the_old_token_end()
    {
        await using var tab = await BrowserTab.Reading(await _browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");

        await Link(_server.PairingUri);

        while (await tab.Next() is not null) { }
    }

    [Fact]
    public async Task A_link_of_another_identity_is_refused_in_words_and_nothing_is_saved()
    {
        var bob = _server.BecomeBobs();

        var answer = await Link(new PairingUri(bob.Authority, NewToken).ToString());

        Assert.Equal(422, answer.Status);
        Assert.StartsWith($"That link opens {bob.Display}, but this account belongs to {_server.Identity.Display}.", answer.ErrorOnPage, StringComparison.Ordinal);
        await NothingChanged();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("posta+v1://alice.localhost:1#token=mst_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG")]
    public async Task What_is_no_link_is_refused_in_words_and_nothing_is_saved(string pasted)
    {
        var answer = await Link(pasted);

        Assert.Equal(422, answer.Status);
        Assert.NotEqual("", answer.ErrorOnPage);
        Assert.DoesNotContain("mst_", answer.Body, StringComparison.Ordinal);
        await NothingChanged();
    }

    [Fact]
    public async Task A_passkey_of_more_than_five_minutes_ago_links_nothing()
    {
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(403, (await Link(_server.PairingUri)).Status);
        await NothingChanged();
    }

    [Fact]
    public async Task A_late_answer_to_the_old_token_says_nothing_of_the_new_one()
    {
        await Link(_server.PairingUri);

        Assert.False(await _app.Users.MarkRefused(_alice.User.Id, _alice.Link.Id));
        Assert.True((await _app.Users.Find(_alice.User.Id))!.User.IsLinked);
    }

    private Task<Answer> Link(string pairing) => _browser.Submit("/settings/server", ("pairing", pairing));

    private async Task<string> Page() => Rendered.Parse((await _browser.Open("/settings/server")).Body).The("main").Words();

    private async Task NothingChanged()
    {
        Assert.Equal(_alice.Link.SealedToken, (await _app.Users.Find(_alice.User.Id))!.Link.SealedToken);
        Assert.Equal(["signed-up"], await _app.Query<string>("SELECT event FROM audit"));
    }
}
