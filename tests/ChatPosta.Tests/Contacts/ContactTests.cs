using AngleSharp.Dom;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Contacts;

/// <summary>Pinning and muting from a thread's head, and what the list of conversations makes of it.</summary>
public sealed class ContactTests : IAsyncLifetime
{
    private const string Bob = "/c/https%3A%2F%2Fbob.example";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private ScriptedInbox _inbox = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start(config => config with { LimitScale = 1 });
        (_server, _inbox) = await ScriptedInbox.Start();
        _browser = await _app.SignedInBrowser(_server);
        _inbox.Contacts.Add(new() { Url = "bob.example", Name = "Bob", UnreadCount = 1, LastMessageAt = "2026-11-20T01:00:00Z" });
        _inbox.Contacts.Add(new() { Url = "carol.example", Name = "Carol", LastMessageAt = "2026-11-20T02:00:00Z" });
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Who_is_pinned_stands_first_and_the_menu_takes_it_back()
    {
        Assert.Equal((303, Bob), await Submit("pin", "true"));

        var thread = Rendered.Parse((await _browser.Open(Bob)).Body);
        Assert.Equal(["Bob", "Carol"], Names(thread));
        Assert.Equal("Unpin", thread.The("#contact-pin").Words());
        Assert.Equal("false", thread.The("form[action$='/pin'] input").GetAttribute("value"));
        var change = _inbox.AskedOf("contacts").Single(asked => asked.StartsWith("PATCH", StringComparison.Ordinal));
        Assert.Contains("\"pinned\":true", change, StringComparison.Ordinal);
        Assert.DoesNotContain("muted", change, StringComparison.Ordinal);

        await Submit("pin", "false");
        Assert.Equal(["Carol", "Bob"], Names(Rendered.Parse((await _browser.Fragment("/sidebar")).Body)));
    }

    [Fact]
    public async Task The_badge_of_who_is_muted_is_quiet()
    {
        await Submit("mute", "true");

        var thread = Rendered.Parse((await _browser.Open(Bob)).Body);
        Assert.Equal("1 unread", thread.The(".badge--quiet").Words());
        Assert.Contains("Muted", thread.QuerySelectorAll(".conversation__signs")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal("Unmute", thread.The("#contact-mute").Words());
    }

    [Fact]
    public async Task A_fragment_is_the_menu_of_the_page_left_open()
    {
        var form = Browser.Form(("on", "true"));
        var answer = await _browser.Send(HttpMethod.Post, $"{Bob}/pin", form, [.. Browser.Fetch, ("HX-Request", "true")]);
        var menu = Rendered.Parse(answer.Body).The("#contact-menu");

        Assert.True(menu.HasAttribute("open"));
        menu.RemoveAttribute("open");
        Assert.Equal(Rendered.Parse((await _browser.Open(Bob)).Body).The("#contact-menu").OuterHtml, menu.OuterHtml);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    public async Task What_is_neither_on_nor_off_is_refused(string on)
    {
        Assert.Equal(400, (await Submit("pin", on)).Status);
        Assert.Empty(_inbox.AskedOf("contacts"));
    }

    [Fact]
    public async Task Somebody_who_is_no_contact_has_no_menu()
    {
        _inbox.Contacts[0] = _inbox.Contacts[0] with { Status = ContactStatus.Request };

        Assert.Empty(Rendered.Parse((await _browser.Open(Bob)).Body).QuerySelectorAll("#contact-menu"));
        Assert.Empty(Rendered.Parse((await _browser.Open("/c/https%3A%2F%2Fnew.example")).Body).QuerySelectorAll("#contact-menu"));
    }

    [Fact]
    public async Task A_contact_that_another_tab_has_removed_leads_back_to_the_thread()
    {
        _inbox.Refused["PATCH contacts"] = (404, ErrorCode.PeerNotFound);

        Assert.Equal((303, Bob), await Submit("mute", "true"));
    }

    [Fact]
    public async Task Changing_too_often_is_refused()
    {
        for (var count = 0; count < 60; count++) Assert.Equal(303, (await Submit("pin", count % 2 == 0 ? "true" : "false")).Status);

        Assert.Equal(429, (await Submit("mute", "true")).Status);
    }

    private static string[] Names(IParentNode page) => [.. page.QuerySelectorAll(".conversation__name").Select(name => name.Words())];

    private async Task<(int Status, string Location)> Submit(string what, string on)
    {
        var answer = await _browser.Submit($"{Bob}/{what}", ("on", on));
        return (answer.Status, answer.Location);
    }
}
