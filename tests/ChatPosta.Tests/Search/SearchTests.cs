using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Search;

/// <summary>Searching through the whole program: what is asked of the server, what is shown, and where a hit leads.</summary>
public sealed class SearchTests : IAsyncLifetime
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
        _inbox.Contacts.Add(new() { Url = "bob.example", Name = "Bob <b>Berg</b>", Avatar = "https://bob.example/avatar.png" });
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_sidebar_leads_to_a_field_and_nothing_is_asked_yet()
    {
        var home = Rendered.Parse((await _browser.Open("/")).Body);
        var search = Rendered.Parse((await _browser.Open(home.The("#sidebar a[href='/search']").GetAttribute("href")!)).Body);

        Assert.Equal("get", search.The("form[action='/search']").GetAttribute("method"));
        Assert.True(search.The("#q").HasAttribute("autofocus"));
        Assert.Contains("from:bob.example", search.The("#q-hint").TextContent, StringComparison.Ordinal);
        Assert.Empty(_inbox.AskedOf("search"));
    }

    [Fact]
    public async Task What_was_typed_goes_to_the_server_as_it_is()
    {
        await _browser.Open($"/search?q={Uri.EscapeDataString(" from:me \"at one\" blåbær & +# ")}");

        Assert.Equal($"GET /api/v1/search?q={Uri.EscapeDataString("from:me \"at one\" blåbær & +#")}&limit=31", Assert.Single(_inbox.AskedOf("search")));
    }

    [Fact]
    public async Task A_hit_says_who_and_when_and_shows_the_words_in_their_context()
    {
        _inbox.Messages.Add(A.Row(7, "Shall we <i>lunch</i> at one?"));
        _inbox.Messages.Add(A.Row(8, "Lunch it is.", mine: true));

        var page = Rendered.Parse((await _browser.Open("/search?q=lunch")).Body);

        Assert.Equal("2 messages", page.The(".find__count").TextContent);
        Assert.Equal(["You : Lunch it is.", "Shall we <i> lunch </i> at one?"], page.QuerySelectorAll(".hit__text").Select(Rendered.Words));
        Assert.Equal(["Bob <b>Berg</b>", "Bob <b>Berg</b>"], page.QuerySelectorAll(".hit__name").Select(Rendered.Words));
        Assert.Equal("2026-11-20T12:00:00Z", page.QuerySelector(".hit time")!.GetAttribute("datetime"));
        Assert.Equal(["Lunch", "lunch"], page.QuerySelectorAll("mark").Select(Rendered.Words));
        Assert.Equal($"{Bob}?at=8#found", page.QuerySelector(".hit")!.GetAttribute("href"));
        Assert.Empty(page.QuerySelectorAll("main b, main i"));
    }

    [Fact]
    public async Task A_strangers_pictures_stay_where_they_are()
    {
        _inbox.Contacts[0] = _inbox.Contacts[0] with { Status = ContactStatus.Request };
        _inbox.Messages.Add(A.Row(1, "") with { Payload = new LinkPayload("https://bob.example/cat.png", "image/png", Alt: "A cat").ToJson() });

        var strange = Rendered.Parse((await _browser.Open("/search?q=has:image")).Body);
        _inbox.Contacts[0] = _inbox.Contacts[0] with { Status = ContactStatus.Contact };
        var known = Rendered.Parse((await _browser.Open("/search?q=has:image")).Body);

        Assert.Empty(strange.QuerySelectorAll(".hit img"));
        Assert.Equal(2, known.QuerySelectorAll(".hit img").Length);
        Assert.All(known.QuerySelectorAll("img"), picture => Assert.StartsWith("/media/", picture.GetAttribute("src"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_by_page_everything_is_shown_once()
    {
        _inbox.Messages.AddRange(Enumerable.Range(1, 65).Select(number => A.Row(number, $"Line {number}.")));
        var shown = new List<string>();
        var counts = new List<string>();

        var path = "/search?q=line";
        while (path is not null)
        {
            var page = Rendered.Parse((await _browser.Open(path)).Body);
            counts.Add(page.The(".find__count").TextContent);
            shown.AddRange(page.QuerySelectorAll(".hit__text").Select(Rendered.Words));
            path = page.QuerySelectorAll(".find .actions a").FirstOrDefault(link => link.TextContent == "Older")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(1, 65).Reverse().Select(number => $"Line {number}."), shown);
        Assert.Equal(["The newest 30 messages", "30 messages from further back", "5 messages from further back"], counts);
    }

    [Fact]
    public async Task Nothing_found_is_said()
    {
        var page = Rendered.Parse((await _browser.Open("/search?q=nothing")).Body);

        Assert.Equal("Nothing found", page.The(".find__count").TextContent);
        Assert.Equal("nothing", page.The("#q").GetAttribute("value"));
    }

    [Fact]
    public async Task A_search_that_cannot_be_read_is_explained_and_kept()
    {
        _inbox.Refused["search"] = (400, ErrorCode.BadParameter);

        var answer = await _browser.Fragment("/search?q=before:yesterday");

        Assert.Equal(422, answer.Status);
        var pane = Rendered.Parse(answer.Body);
        Assert.Contains("a day like 2026-11-22", pane.The("#q-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("before:yesterday", pane.The("#q").GetAttribute("value"));
        Assert.Equal("true", pane.The("#q").GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Too_long_a_search_is_not_sent()
    {
        var answer = await _browser.Open($"/search?q={Uri.EscapeDataString(new string('å', 129))}");

        Assert.Equal(422, answer.Status);
        Assert.Contains("too long", Rendered.Parse(answer.Body).The("#q-error").TextContent, StringComparison.Ordinal);
        Assert.Empty(_inbox.AskedOf("search"));
    }

    [Fact]
    public async Task A_server_that_is_busy_or_refuses_the_token_is_named()
    {
        _inbox.Refused["search"] = (429, "rate-limited");
        Assert.Contains("busy", (await _browser.Open("/search?q=x")).Body, StringComparison.Ordinal);

        _inbox.Refused["search"] = (401, "unauthorized");
        Assert.Contains("Link your server again", (await _browser.Open("/search?q=x")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Searching_too_often_keeps_what_was_typed()
    {
        for (var count = 0; count < 60; count++) Assert.Equal(200, (await _browser.Fragment("/search?q=x")).Status);

        var refused = await _browser.Fragment("/search?q=y");

        Assert.Equal((429, "60"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal("y", Rendered.Parse(refused.Body).The("#q").GetAttribute("value"));
        Assert.Equal(200, (await _browser.Fragment("/search")).Status);
        Assert.Equal(60, _inbox.AskedOf("search").Count());
    }

    [Fact]
    public async Task A_fragment_is_the_pane_of_the_page()
    {
        _inbox.Messages.Add(A.Row(7, "Lunch?"));

        var page = Rendered.Parse((await _browser.Open("/search?q=lunch")).Body);
        var fragment = Rendered.Parse((await _browser.Fragment("/search?q=lunch")).Body);

        Assert.Equal(page.The(".find").OuterHtml, fragment.The(".find").OuterHtml);
        Assert.Equal(page.Title, fragment.Title);
    }

    [Fact]
    public async Task A_hit_leads_into_its_thread_with_what_was_said_around_it()
    {
        _inbox.Messages.AddRange(Enumerable.Range(1, 200).Select(number => A.Row(number, $"Line {number}.", minute: number)));

        var page = Rendered.Parse((await _browser.Open($"{Bob}?at=100")).Body);

        Assert.Equal(Enumerable.Range(75, 50), page.QuerySelectorAll("[data-row]").Select(row => int.Parse(row.GetAttribute("data-row")!, null)));
        Assert.Equal("msg-100", page.The("#found").NextElementSibling!.Id);
        Assert.Equal("-1", page.The("#found").GetAttribute("tabindex"));
        Assert.Equal($"{Bob}?before=75", page.The("[data-older] a").GetAttribute("href"));
        Assert.Equal(Bob, page.The("[data-past] a").GetAttribute("href"));
    }

    [Theory]
    [InlineData(1, 1, 25, false, true)]
    [InlineData(24, 1, 48, false, true)]
    [InlineData(60, 35, 60, true, false)]
    [InlineData(36, 11, 60, true, false)]
    [InlineData(35, 10, 59, true, true)]
    public async Task At_either_end_there_is_nothing_more_to_lead_to(int at, int first, int last, bool hasOlder, bool hasNewer)
    {
        _inbox.Messages.AddRange(Enumerable.Range(1, 60).Select(number => A.Row(number, $"Line {number}.")));

        var page = Rendered.Parse((await _browser.Open($"{Bob}?at={at}")).Body);

        var rows = page.QuerySelectorAll("[data-row]").Select(row => int.Parse(row.GetAttribute("data-row")!, null)).ToArray();
        Assert.Equal((first, last, last - first + 1), (rows[0], rows[^1], rows.Length));
        Assert.Equal((hasOlder, hasNewer), (page.QuerySelector("[data-older]") is not null, page.QuerySelector("[data-past]") is not null));
    }

    [Fact]
    public async Task The_rows_around_a_hit_are_those_of_the_thread_byte_for_byte()
    {
        _inbox.Messages.AddRange(Enumerable.Range(1, 120).Select(number => A.Row(number, $"Line {number}.", minute: number * 1.5, mine: number % 3 == 0)));
        var newest = Rendered.Parse((await _browser.Open(Bob)).Body);
        var older = Rendered.Parse((await _browser.Fragment($"{Bob}/rows?before=71")).Body);

        var around = Rendered.Parse((await _browser.Fragment($"{Bob}?at=71")).Body);

        foreach (var row in around.QuerySelectorAll("[data-row]"))
            Assert.Equal((newest.GetElementById(row.Id!) ?? older.GetElementById(row.Id!))!.OuterHtml, row.OuterHtml);
        Assert.Equal(50, around.QuerySelectorAll("[data-row]").Length);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9007199254740991")]
    public async Task A_row_that_cannot_be_is_not_found(string at) => Assert.Equal(404, (await _browser.Open($"{Bob}?at={at}")).Status);

    [Fact]
    public async Task A_row_of_another_thread_marks_nothing()
    {
        _inbox.Messages.Add(A.Row(1, "Only this."));

        var page = Rendered.Parse((await _browser.Open($"{Bob}?at=5")).Body);

        Assert.Empty(page.QuerySelectorAll("#found"));
        page.The("#msg-1");
    }
}
