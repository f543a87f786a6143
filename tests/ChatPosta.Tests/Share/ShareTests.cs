using ChatPosta.Share;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Share;

/// <summary>A text that another app hands over becomes a draft, and never more than that.</summary>
public sealed class ShareTests : IAsyncLifetime
{
    private const string Bob = "https://bob.example";
    private const string BobsThread = "/c/https%3A%2F%2Fbob.example";

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

    [Theory]
    [InlineData("Title", "Text", "https://a.example/", "Title\nText\nhttps://a.example/")]
    [InlineData(null, "See https://a.example/", "https://a.example/", "See https://a.example/")]
    [InlineData("Same", "Same", null, "Same")]
    [InlineData("  ", "one\r\ntwo ", "", "one\ntwo")]
    [InlineData(null, null, null, "")]
    public void It_is_one_text_that_says_nothing_twice(string? title, string? text, string? url, string shared) =>
        Assert.Equal(shared, SharedText.From(title, text, url));

    [Fact]
    public async Task The_page_shows_the_text_and_keeps_nothing()
    {
        var page = Rendered.Parse((await _browser.Open("/share?title=A&text=%3C%2Ftextarea%3E%3Cscript%3E&url=https%3A%2F%2Fa.example")).Body);

        Assert.Equal("A\n</textarea><script>\nhttps://a.example", page.The("#text").TextContent);
        Assert.Empty(await _app.Query<string>("SELECT thread FROM drafts"));
    }

    [Fact]
    public async Task Whoever_is_chosen_has_it_as_a_draft_below_what_was_begun()
    {
        await _browser.Submit($"{BobsThread}/draft", ("text", "Have you seen this?\n"));

        var answer = await _browser.Submit("/share", ("text", "https://a.example/\r\n"), ("to", Bob));

        Assert.Equal((303, BobsThread), (answer.Status, answer.Location));
        Assert.Equal("Have you seen this?\nhttps://a.example/", Rendered.Parse((await _browser.Open(BobsThread)).Body).The("#message").TextContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//evil.example/x?y")]
    public async Task Nobody_chosen_is_asked_again_and_the_text_stays(string to)
    {
        var answer = await _browser.Submit("/share", ("text", "kept"), ("to", to));

        Assert.Equal(422, answer.Status);
        Assert.Equal("kept", Rendered.Parse(answer.Body).The("#text").TextContent);
    }

    [Fact]
    public async Task What_is_too_long_for_a_message_is_given_back()
    {
        var text = new string('x', 70_000);

        var answer = await _browser.Submit("/share", ("text", text), ("to", Bob));

        Assert.Equal(422, answer.Status);
        Assert.Equal(text, Rendered.Parse(answer.Body).The("#text").TextContent);
        Assert.Contains("too long", Rendered.Parse(answer.Body).The("#share-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_can_open_the_page_and_choose_for_nobody()
    {
        var opened = await _browser.Send(HttpMethod.Get, "/share?text=x", null, Browser.Navigation("cross-site"));
        var chosen = await _browser.Send(HttpMethod.Post, "/share", Browser.Form(("text", "x"), ("to", Bob)), Browser.Navigation("cross-site"));

        Assert.Equal((200, 403), (opened.Status, chosen.Status));
        Assert.Empty(await _app.Query<string>("SELECT thread FROM drafts"));
    }

    [Fact]
    public async Task Sign_in_leads_back_to_it()
    {
        using var stranger = _app.Browser();

        Assert.Equal("/login?next=%2Fshare%3Ftext%3Da%2520b", (await stranger.Open("/share?text=a%20b")).Location);
    }
}
