using AngleSharp.Dom;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Requests;

/// <summary>Strangers stand on a shelf of their own until the user has decided (chat.md §5, C-05).</summary>
public sealed class RequestsTests : IAsyncLifetime
{
    private const string Bob = "/c/https%3A%2F%2Fbob.example";
    private const string BobUrl = "\"url\":\"https://bob.example\"";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private ScriptedInbox _inbox = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start(config => config with { LimitScale = 1 });
        (_server, _inbox) = await ScriptedInbox.Start();
        _browser = await _app.SignedInBrowser(_server);
        _inbox.Contacts.Add(new() { Url = "carol.example", Name = "Carol" });
        _inbox.Contacts.Add(new()
        {
            Url = "bob.example",
            Name = "Bob",
            Avatar = "https://bob.example/avatar.png",
            Status = ContactStatus.Request,
            UnreadCount = 2,
            LastMessage = A.Row(1, "Hello, stranger!"),
        });
        _inbox.Messages.Add(A.Row(1, "Hello, stranger!"));
        _inbox.Messages.Add(A.Row(2, "") with { Payload = new LinkPayload("https://bob.example/cat.png", "image/png", Alt: "A cat").ToJson() });
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_sidebar_says_how_many_wait_and_shows_none_of_them()
    {
        var home = Rendered.Parse((await _browser.Open("/")).Body);

        Assert.Equal(["Carol"], Words(home, "#conversations .conversation__name"));
        Assert.Equal("1 request", home.The("#conversations a[href='/requests']").TextContent);
        Assert.Empty(home.QuerySelectorAll(".badge"));
        _inbox.Contacts.Add(new() { Url = "dave.example", Status = ContactStatus.Request });
        Assert.Equal("2 requests", Rendered.Parse((await _browser.Fragment("/sidebar")).Body).The("a[href='/requests']").TextContent);
    }

    [Fact]
    public async Task The_shelf_shows_who_wrote_what_without_a_picture_and_with_three_answers()
    {
        var shelf = Rendered.Parse((await _browser.Open("/requests")).Body).The(".shelf");

        Assert.Equal("Hello, stranger!", shelf.The(".request .conversation__preview").Words());
        Assert.Equal(["Accept Bob", "Ignore Bob", "Block Bob"], Words(shelf, ".request button"));
        Assert.Empty(shelf.QuerySelectorAll("img, .badge"));
    }

    [Fact]
    public async Task An_open_request_is_not_read_and_is_answered_with_a_decision()
    {
        var thread = Rendered.Parse((await _browser.Open(Bob)).Body).The(".thread");

        Assert.True(thread.HasAttribute("data-request"));
        Assert.Equal(["Accept Bob", "Ignore Bob", "Block Bob"], Words(thread, ".decide button"));
        Assert.Empty(thread.QuerySelectorAll("#composer, [data-reply], img"));
        Assert.Empty(_inbox.AskedOf("contacts/read"));
    }

    [Fact]
    public async Task Somebody_known_is_written_to()
    {
        var thread = Rendered.Parse((await _browser.Open("/c/https%3A%2F%2Fcarol.example")).Body).The(".thread");

        Assert.False(thread.HasAttribute("data-request"));
        thread.The("#composer");
        Assert.Empty(thread.QuerySelectorAll(".decide"));
    }

    [Fact]
    public async Task Somebody_who_has_not_written_yet_is_written_to()
    {
        var thread = Rendered.Parse((await _browser.Open("/c/https%3A%2F%2Fnew.example")).Body).The(".thread");

        thread.The("#composer");
        Assert.Empty(thread.QuerySelectorAll(".decide"));
    }

    [Theory]
    [InlineData("accept", "POST /api/v1/contacts", Bob)]
    [InlineData("ignore", "DELETE /api/v1/contacts?url=https%3A%2F%2Fbob.example", "/requests")]
    [InlineData("block", "PATCH /api/v1/contacts", "/requests")]
    public async Task An_answer_is_a_form_that_leads_on(string answer, string asked, string then)
    {
        var posted = await _browser.Submit($"{Bob}/{answer}");

        Assert.Equal((303, then), (posted.Status, posted.Location));
        var change = _inbox.AskedOf("contacts").Single(line => line.StartsWith(asked, StringComparison.Ordinal));
        Assert.True(answer == "ignore" || change.Contains(BobUrl, StringComparison.Ordinal));
        Assert.Empty(Rendered.Parse((await _browser.Fragment("/sidebar")).Body).QuerySelectorAll(".waiting"));
    }

    [Theory]
    [InlineData(ContactStatus.Contact)]
    [InlineData(ContactStatus.Blocked)]
    public async Task Ignoring_from_a_page_that_is_out_of_date_undoes_nothing(string settled)
    {
        _inbox.Contacts[1] = _inbox.Contacts[1] with { Status = settled };

        var posted = await _browser.Submit($"{Bob}/ignore");

        Assert.Equal((303, "/requests"), (posted.Status, posted.Location));
        Assert.Equal(settled, _inbox.Contacts[1].Status);
    }

    [Fact]
    public async Task Who_is_accepted_stands_among_the_conversations_with_a_picture()
    {
        await _browser.Submit($"{Bob}/accept");

        var thread = Rendered.Parse((await _browser.Open(Bob)).Body);
        Assert.Equal(["Carol", "Bob"], Words(thread, "#conversations .conversation__name"));
        thread.The("#composer");
        Assert.Equal(2, thread.QuerySelectorAll("#rows [data-reply]").Length);
        thread.The("#rows img.image__picture");
    }

    [Fact]
    public async Task Who_is_blocked_can_be_unblocked_on_the_shelf_and_in_the_thread()
    {
        await _browser.Submit($"{Bob}/block");

        var shelf = Rendered.Parse((await _browser.Open("/requests")).Body).The(".shelf");
        var thread = Rendered.Parse((await _browser.Open(Bob)).Body).The(".thread");
        Assert.Equal("1 blocked", Rendered.Parse((await _browser.Open("/")).Body).The("a[href='/requests']").TextContent);
        Assert.Equal("Unblock Bob", shelf.The("button").Words());
        Assert.Equal("Unblock Bob", thread.The(".decide button").Words());
        Assert.Equal($"{Bob}/accept", thread.The(".decide form").GetAttribute("action"));
        Assert.Empty(thread.QuerySelectorAll("#composer, [data-reply], img"));
    }

    [Fact]
    public async Task Blocking_somebody_whom_another_tab_has_ignored_is_done()
    {
        _inbox.Refused["PATCH contacts"] = (404, ErrorCode.PeerNotFound);

        var posted = await _browser.Submit($"{Bob}/block");

        Assert.Equal((303, "/requests"), (posted.Status, posted.Location));
    }

    [Fact]
    public async Task What_was_written_and_refused_stays_in_its_field()
    {
        _inbox.Refused["POST messages"] = (400, "bad-link");

        var page = Rendered.Parse((await _browser.Submit($"{Bob}/messages", ("message", "Who are you?"))).Body);

        Assert.Equal("Who are you?", page.The("#message").TextContent.Trim());
        page.The("#msg-1");
        Assert.True(page.The(".thread").HasAttribute("data-request"));
    }

    [Fact]
    public async Task What_was_only_begun_waits_until_they_are_accepted()
    {
        await _browser.Submit($"{Bob}/draft", ("text", "Do I know you"));

        Assert.Empty(Rendered.Parse((await _browser.Open(Bob)).Body).QuerySelectorAll("#message"));
        await _browser.Submit($"{Bob}/accept");
        Assert.Equal("Do I know you", Rendered.Parse((await _browser.Open(Bob)).Body).The("#message").TextContent.Trim());
    }

    [Fact]
    public async Task Answering_too_often_is_refused()
    {
        for (var count = 0; count < 60; count++) Assert.Equal(303, (await _browser.Submit($"{Bob}/accept")).Status);

        Assert.Equal(429, (await _browser.Submit($"{Bob}/accept")).Status);
    }

    [Fact]
    public async Task The_fragment_is_the_pane_of_the_page()
    {
        var page = Rendered.Parse((await _browser.Open("/requests")).Body);
        var fragment = Rendered.Parse((await _browser.Fragment("/requests")).Body);

        Assert.Equal(page.The(".shelf").OuterHtml, fragment.The(".shelf").OuterHtml);
        Assert.Equal(page.Title, fragment.Title);
    }

    private static string[] Words(IParentNode page, string selector) => [.. page.QuerySelectorAll(selector).Select(element => element.Words())];
}
