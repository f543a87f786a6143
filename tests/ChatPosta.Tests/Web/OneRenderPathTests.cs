using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Upstream;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Web;

/// <summary>
/// One render path (chat.md §5): whatever asks for a row, its bytes are the same. Otherwise a live update would change what a
/// page shows, and a reload would change it back.
/// </summary>
public sealed class OneRenderPathTests : IAsyncLifetime
{
    private const int Written = 60;

    /// <summary>The one that is sent here; it stands below those that were written before.</summary>
    private const int Sent = Written + 1;

    private const int Failed = Written - 1;

    private const string Thread = "/c/https%3A%2F%2Fbob.example";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private ScriptedInbox _inbox = null!;
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        (_server, _inbox) = await ScriptedInbox.Start();
        TakeWhatIsSent();
        _inbox.Messages.AddRange(Enumerable.Range(1, Written).Select(Row));
        _inbox.Contacts.AddRange([Contact("bob.example", "Bob <b>Berg</b>"), Contact("carol.example", "")]);
        _browser = await _app.SignedInBrowser(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_the_same_bytes_wherever_it_is_shown()
    {
        var answers = new Dictionary<string, string>
        {
            ["the answer to the send"] = await Post("messages", ("message", "Sent here."), ("key", Guid.NewGuid().ToString())),
            ["the page"] = await Page(Thread),
            ["the conversation, opened by a click"] = await Fragment(Thread),
            ["the rows, after a trigger"] = await Fragment($"{Thread}/rows"),
            ["the page after a send without scripts"] = await SendWithoutScripts(),
            ["the page that a search leads to"] = await Page($"{Thread}?at={Sent}"),
            ["the same, opened by a click"] = await Fragment($"{Thread}?at={Sent}"),
            ["the page that is unread from there on"] = await Page($"{Thread}?unread={Sent}"),
            ["the answer to a retry"] = await Post($"retry/{Failed}"),
            ["the page after a retry without scripts"] = await Follow(await _browser.Submit($"{Thread}/retry/{Failed}")),
        };
        // Fifty more, and it is on the page before.
        _inbox.Messages.AddRange(Enumerable.Range(Sent + 1, 50).Select(Row));
        var older = Rendered.Parse(await Page(Thread)).The("[data-older] a");
        answers["older rows"] = await Fragment(older.GetAttribute("data-hx-get")!);
        answers["older rows without scripts"] = await Page(older.GetAttribute("href")!);
        answers["the answer to a retry further up"] = await Post($"retry/{Sent}");

        var expected = RowsOf(answers["the page"]);
        Assert.Equal(50, expected.Count);
        foreach (var (where, html) in answers)
        {
            var rows = RowsOf(html);
            Assert.True(rows.ContainsKey(Sent), $"{where} does not show the message.");
            Assert.All(rows.Where(row => expected.ContainsKey(row.Key)), row => Assert.Equal((where, expected[row.Key]), (where, row.Value)));
        }
    }

    [Fact]
    public async Task A_conversation_is_the_same_bytes_in_the_page_and_in_an_update()
    {
        foreach (var page in (string[])[Thread, "/", "/search?q=line", "/requests"])
        {
            var update = await Fragment("/sidebar", ("HX-Current-URL", $"{_app.Address}{page[1..]}"));

            Assert.Equal((page, Conversation(await Page(page))), (page, Conversation(update)));
        }
    }

    [Fact]
    public async Task A_name_that_an_update_brings_along_differs_in_where_it_goes_only()
    {
        var update = Part(await Fragment("/sidebar", ("HX-Current-URL", $"{_app.Address}{Thread[1..]}")), "<div id=\"who\"", "</header>");

        Assert.Contains(" data-hx-swap-oob=\"true\"", update);
        Assert.StartsWith(update.Replace(" data-hx-swap-oob=\"true\"", "", StringComparison.Ordinal).TrimEnd(), Part(await Page(Thread), "<div id=\"who\"", "</header>"));
    }

    /// <summary>
    /// A hit is a part of its own: an excerpt in one line, around words that are marked, without links to elsewhere, because it
    /// is a link itself. What it shares with the row is who, when and the words; and it leads to that row.
    /// </summary>
    [Fact]
    public async Task A_hit_says_what_its_row_says_and_leads_to_it()
    {
        _inbox.Finds = row => row.RowId == Written;
        var hit = Rendered.Parse(await Fragment("/search?q=line")).The(".hit");
        var page = Rendered.Parse(await Page(hit.GetAttribute("href")!));
        var row = page.The($"#msg-{Written}");

        Assert.Equal(page.The("#found").NextElementSibling, row);
        Assert.Equal(row.The(".avatar").OuterHtml, hit.The(".avatar").OuterHtml);
        Assert.Equal(row.The(".msg__head bdi").OuterHtml, hit.The(".hit__name bdi").OuterHtml);
        Assert.Equal(row.The("time").GetAttribute("datetime"), hit.The("time").GetAttribute("datetime"));
        Assert.Equal(row.The(".body").TextContent.ReplaceLineEndings(" "), hit.The(".hit__text").Words());
    }

    /// <summary>Each kind of row, several times: of both, alone and in clusters, with what can hang on it.</summary>
    private static Message Row(int number) => (number % 6) switch
    {
        0 => Line(number, $"Line {number} & <b>more</b> on\nhttps://yr.example/{number}"),
        1 => Line(number, $"Another of mine {number}", mine: true),
        2 => Line(number, $"Answer {number}") with { InReplyTo = $"id-{number - 1}" },
        3 => Line(number, "") with { Payload = new LinkPayload($"https://pictures.example/{number}.png", "image/png", Name: "a.png", Alt: "A cabin", Width: 640, Height: 480).ToJson() },
        4 => Line(number, "🎉", mine: true) with { State = MessageState.Pending, Attempts = 1, LastErrorCode = ErrorCode.Timeout, NextAttemptAt = "2026-11-20T15:05:00Z" },
        _ => Line(number, $"Failed {number}", mine: true) with { State = MessageState.FailedPendingUser, Attempts = 5, LastErrorCode = ErrorCode.NetworkError },
    };

    private static Message Line(int number, string body, bool mine = false) => A.Row(number, body, minute: number * 0.7, mine);

    private static Contact Contact(string url, string name) => new(url, name)
    {
        LastMessageAt = "2026-11-20T12:00:00Z",
        LastMessage = A.Row(1, "Line <i>one</i>"),
        UnreadCount = 3,
        LastReadRowId = 10,
        Pinned = name.Length > 0,
        Avatar = "https://pictures.example/bob.png",
    };

    /// <summary>The server has what was sent from the moment on in which it says so.</summary>
    private void TakeWhatIsSent()
    {
        var answer = _server.Answer;
        _server.Answer = context =>
        {
            if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path == "/api/v1/messages" && _inbox.Messages.Count < Sent)
                _inbox.Messages.Add(Line(Sent, "Sent here.", mine: true) with { State = MessageState.Pending });
            return answer(context);
        };
    }

    private async Task<string> SendWithoutScripts() =>
        await Follow(await _browser.Submit($"{Thread}/messages", ("message", "Sent once more."), ("key", Guid.NewGuid().ToString())));

    /// <summary>A browser without scripts goes where the answer leads; a fragment of the address stays with it.</summary>
    private Task<string> Follow(Answer answer)
    {
        Assert.Equal(303, answer.Status);
        return Page(answer.Location.Split('#')[0]);
    }

    private async Task<string> Page(string path)
    {
        var answer = await _browser.Open(path);
        Assert.Equal(200, answer.Status);
        return answer.Body;
    }

    private Task<string> Fragment(string path, params (string Name, string Value)[] headers) => Fetch(HttpMethod.Get, path, null, headers);

    private Task<string> Post(string path, params (string Name, string Value)[] fields) => Fetch(HttpMethod.Post, $"{Thread}/{path}", Browser.Form(fields));

    private async Task<string> Fetch(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var answer = await _browser.Send(method, path, content, [.. Browser.Fetch, ("HX-Request", "true"), .. headers]);
        Assert.Equal(200, answer.Status);
        return answer.Body;
    }

    /// <summary>Row id → bytes. No row holds another list, so the first end is its own.</summary>
    private static Dictionary<int, string> RowsOf(string html) => Rendered.Parse(html)
        .QuerySelectorAll("[data-row]")
        .Select(row => int.Parse(row.GetAttribute("data-row")!, System.Globalization.CultureInfo.InvariantCulture))
        .ToDictionary(number => number, number => Part(html, $"<li id=\"msg-{number}\"", "</li>"));

    private static string Conversation(string html) => Part(html, "<a id=\"to-https%3A%2F%2Fbob.example\"", "</a>");

    private static string Part(string html, string start, string end)
    {
        var from = html.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"No {start} in {html}");
        var to = html.IndexOf(end, from, StringComparison.Ordinal);
        return to < 0 ? html[from..] : html[from..(to + end.Length)];
    }
}
