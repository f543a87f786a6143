using System.Collections.Concurrent;
using System.Text.Json;
using AngleSharp.Dom;
using ChatPosta.Queue;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPosta.Tests.Queue;

/// <summary>Every text is one message, whatever happens on its way, and none is lost while the user's server is away.</summary>
public sealed class QueueTests : IAsyncLifetime
{
    private const string Bob = "/c/https%3A%2F%2Fbob.example";
    private const string Carol = "/c/https%3A%2F%2Fcarol.example";

    private readonly ConcurrentQueue<(string Key, string Text)> _asked = new();
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private Func<string, int> _status = _ => Taken;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _answers;
    private bool _readsBreakOff;

    private const int Taken = 202;
    private const int Busy = 429;
    private const int BreaksOff = 0;

    /// <summary>What the server has, as one that knows its keys: each once.</summary>
    private IEnumerable<string> Messages => _asked.Where(sent => _status(sent.Text) == Taken).DistinctBy(sent => sent.Key).Select(sent => sent.Text);

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
        _server.Answer = Serve;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_the_server_does_not_take_waits_in_its_conversation_and_goes_out_in_order()
    {
        _status = _ => Busy;
        Assert.Equal((303, Bob), await Send("first"));
        Assert.Equal((303, Bob), await Send("second"));
        Assert.Equal((303, Carol), await Send("for Carol", to: Carol));

        var page = Rendered.Parse((await _browser.Open(Bob)).Body);
        Assert.Equal(["first", "second"], Waiting(page));
        Assert.Equal("One message waits in other conversations", page.The("#queue a[href='/queue']").TextContent);
        Assert.Equal(["first", "second", "for Carol"], Waiting(Rendered.Parse((await _browser.Open("/queue")).Body)));

        _asked.Clear();
        _status = _ => Taken;
        Assert.Equal(303, (await _browser.Submit("/queue/send")).Status);

        Assert.Equal(["first", "second", "for Carol"], Messages);
        Assert.Empty(Waiting(Rendered.Parse((await _browser.Open("/queue")).Body)));
    }

    [Fact]
    public async Task A_new_message_goes_behind_those_that_wait()
    {
        _status = _ => Busy;
        await Send("first");
        _asked.Clear();
        _status = _ => Taken;

        await Send("second");

        Assert.Equal(["first", "second"], Messages);
        Assert.Empty(await WaitingAt(Bob));
    }

    [Fact]
    public async Task The_answer_to_a_script_brings_what_waits_along()
    {
        _status = _ => Busy;
        var form = Browser.Form(("message", "patience"), ("key", Guid.NewGuid().ToString()));

        var answer = await _browser.Send(HttpMethod.Post, $"{Bob}/messages", form, [.. Browser.Fetch, ("HX-Request", "true")]);

        var parts = Rendered.Parse(answer.Body);
        Assert.Equal((200, "innerHTML", ""), (answer.Status, parts.The("#queue").GetAttribute("data-hx-swap-oob"), parts.The("#composer-problem").TextContent));
        Assert.Equal(["patience"], Waiting(parts));
    }

    [Fact]
    public async Task One_key_is_one_message_however_often_it_is_asked_for()
    {
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Send("once", key: key)));
        _app.Time.Advance(TimeSpan.FromDays(6));
        await Send("once", key: key);

        Assert.All(answers, answer => Assert.Equal(303, answer.Status));
        // Not even the server was asked again.
        Assert.Equal([(key, "once")], _asked);
    }

    [Fact]
    public async Task Other_words_under_a_used_key_are_another_message()
    {
        var key = Guid.NewGuid().ToString();
        await Send("first", key: key);
        await Send("typed into a page from the browser's memory", key: key);

        Assert.Equal(["first", "typed into a page from the browser's memory"], Messages);
    }

    [Fact]
    public async Task A_message_that_may_have_arrived_keeps_its_key_and_its_words()
    {
        _status = _ => BreaksOff;
        await Send("perhaps");
        var page = Rendered.Parse((await _browser.Open("/queue")).Body);
        Assert.Contains("it may have arrived", page.The(".queue__item .hint").TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#queue form[action$=edit]"));
        await _browser.Submit($"/queue/{Id(page)}/edit", ("message", "other words"));
        var key = _asked.First().Key;
        _asked.Clear();

        _status = _ => Taken;
        await _browser.Submit($"{Bob}/queue/send");

        Assert.Equal([(key, "perhaps")], _asked);
    }

    [Fact]
    public async Task While_it_is_on_its_way_nobody_can_change_it_and_what_was_to_take_its_place_is_not_lost()
    {
        _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var sending = Send("on its way");
        await _reached.Task;
        var page = Rendered.Parse((await _browser.Open("/queue")).Body);
        Assert.Equal(["on its way"], Waiting(page));
        Assert.Null(page.QuerySelector("#queue form[action$=edit]"));

        // From a page that was made before.
        var editing = _browser.Submit($"/queue/{Id(page)}/edit", ("message", "second thoughts"));
        _answers.SetResult();

        Assert.Equal((303, Bob), await sending);
        var late = await editing;
        Assert.Equal(409, late.Status);
        Assert.Contains("second thoughts", Rendered.Parse(late.Body).The("#queue").TextContent, StringComparison.Ordinal);
        Assert.Equal(["on its way"], Messages);
        Assert.Empty(Waiting(Rendered.Parse((await _browser.Open("/queue")).Body)));
    }

    [Fact]
    public async Task A_browser_that_goes_away_does_not_cut_short_what_it_sent()
    {
        _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using var leaves = new CancellationTokenSource();
        using var gone = new Browser(_app) { Ends = leaves.Token };
        foreach (var (name, value) in _browser.Cookies) gone.Cookies[name] = value;
        var sending = gone.Submit($"{Bob}/messages", ("message", "sent and left"), ("key", ""));
        await _reached.Task;
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        _answers.SetResult();

        // Has its turn when the first is through.
        await _browser.Submit("/queue/send");
        Assert.Empty(Waiting(Rendered.Parse((await _browser.Open("/queue")).Body)));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_may_have_arrived_stays_so_when_the_next_attempt_surely_has_not()
    {
        _status = _ => BreaksOff;
        await Send("perhaps");
        _status = _ => Busy;
        await _browser.Submit("/queue/send");

        Assert.Null(Rendered.Parse((await _browser.Open("/queue")).Body).QuerySelector("#queue form[action$=edit]"));
    }

    [Fact]
    public async Task An_answer_whose_question_cannot_be_looked_up_has_not_gone_out_and_can_be_changed()
    {
        _readsBreakOff = true;
        await _browser.Submit($"{Bob}/messages", ("message", "yes"), ("key", Guid.NewGuid().ToString()), ("reply", "5"));

        Assert.NotNull(Rendered.Parse((await _browser.Open("/queue")).Body).QuerySelector("#queue form[action$=edit]"));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task What_waits_can_be_changed_and_taken_back()
    {
        _status = _ => Busy;
        await Send("with a tpyo");
        await Send("never mind");
        var ids = Rendered.Parse((await _browser.Open(Bob)).Body).QuerySelectorAll(".queue__item").Select(item => Id(item)).ToArray();

        Assert.Equal((303, Bob), Place(await _browser.Submit($"{Bob}/queue/{ids[0]}/edit", ("message", "without a typo\r\n"))));
        Assert.Equal((303, "/queue"), Place(await _browser.Submit($"/queue/{ids[1]}/cancel")));
        await _browser.Submit($"/queue/{ids[0]}/edit", ("message", "  "));

        _asked.Clear();
        _status = _ => Taken;
        await _browser.Submit("/queue/send");
        Assert.Equal(["without a typo"], Messages);
    }

    [Fact]
    public async Task What_the_server_turns_down_at_once_goes_back_to_the_field_and_later_stays_with_the_reason()
    {
        _status = text => text == "bad" ? 400 : Taken;
        var answer = await _browser.Submit($"{Bob}/messages", ("message", "bad"), ("key", ""));
        Assert.Equal((422, "bad"), (answer.Status, Rendered.Parse(answer.Body).The("#message").TextContent.Trim()));
        Assert.Empty(await WaitingAt(Bob));

        _status = _ => Busy;
        await Send("bad");
        await Send("good");
        _asked.Clear();
        _status = text => text == "bad" ? 400 : Taken;
        await _browser.Submit("/queue/send");

        Assert.Equal(["good"], Messages);
        Assert.Equal(["bad"], await WaitingAt(Bob));
        Assert.Contains("turned this down", Rendered.Parse((await _browser.Open(Bob)).Body).The(".queue__item .hint").TextContent, StringComparison.Ordinal);
        await Send("after it");
        Assert.Equal(["good", "after it"], Messages);
    }

    [Fact]
    public async Task It_outlives_the_program_and_says_nothing_to_whoever_has_the_files()
    {
        _status = _ => Busy;
        await Send("the fjord is frozen");
        _app = await _app.Restart();
        foreach (var file in _app.Files())
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            Assert.True(bytes.AsSpan().IndexOf("the fjord"u8) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf("bob.example"u8) < 0, file);
        }

        using var again = _app.Browser();
        foreach (var (name, value) in _browser.Cookies) again.Cookies[name] = value;
        _status = _ => Taken;
        _asked.Clear();
        await again.Submit("/queue/send");
        Assert.Equal(["the fjord is frozen"], Messages);
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_read_shows_what_waits_in_it()
    {
        _status = _ => Busy;
        await Send("still here");
        _server.Say(503);

        var answer = await _browser.Open(Bob);

        var page = Rendered.Parse(answer.Body);
        Assert.Equal((502, "Not sent yet"), (answer.Status, page.The("h1").TextContent));
        Assert.Equal(["still here"], Waiting(page));
        Assert.Equal(502, (await _browser.Open(Carol)).Status);
    }

    [Fact]
    public async Task Nobody_reaches_what_waits_for_another_user()
    {
        _status = _ => Busy;
        await Send("mine");
        var id = Id(Rendered.Parse((await _browser.Open("/queue")).Body));
        using var other = await _app.SignedInBrowser(_server);

        await other.Submit($"/queue/{id}/cancel");
        await other.Submit($"/queue/{id}/edit", ("message", "theirs"));

        Assert.Empty(Waiting(Rendered.Parse((await other.Open("/queue")).Body)));
        Assert.Equal(["mine"], await WaitingAt(Bob));
    }

    [Fact]
    public async Task So_many_wait_and_the_next_one_stays_in_the_field()
    {
        _status = _ => Busy;
        await Send("first");
        await _app.Execute($"""
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {SendStore.MostWaiting - 1})
            INSERT INTO sends (user_id, key, digest, sealed_message, state, asked_at)
            SELECT user_id, 'k' || n, '', sealed_message, 'waiting', asked_at FROM sends, number
            """);

        var answer = await _browser.Submit($"{Bob}/messages", ("message", "one too many"), ("key", ""));

        Assert.Equal((503, "one too many"), (answer.Status, Rendered.Parse(answer.Body).The("#message").TextContent.Trim()));
    }

    private static string[] Waiting(IParentNode page) => [.. page.QuerySelectorAll(".queue__item .bubble").Select(text => text.TextContent)];

    private async Task<string[]> WaitingAt(string thread) => Waiting(Rendered.Parse((await _browser.Open(thread)).Body));

    private static string Id(IParentNode part) => part.QuerySelector("form[action$=cancel]")!.GetAttribute("action")!.Split('/')[^2];

    private async Task<(int Status, string Location)> Send(string text, string to = Bob, string? key = null) =>
        Place(await _browser.Submit($"{to}/messages", ("message", text), ("key", key ?? Guid.NewGuid().ToString())));

    private static (int Status, string Location) Place(Answer answer) => (answer.Status, answer.Location);

    private async Task Serve(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            if (_readsBreakOff)
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsync(context.Request.Path == "/api/v1/identity" ? $$"""{"url":"{{_server.Identity.Display}}","name":"Alice"}""" : "[]");
            return;
        }

        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        var text = body.GetProperty("payload").GetProperty("body").GetString()!;
        _asked.Enqueue((context.Request.Headers["Idempotency-Key"].ToString(), text));
        _reached.TrySetResult();
        if (_answers is not null) await _answers.Task;
        if (_status(text) == BreaksOff)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = _status(text);
        await context.Response.WriteAsync(_status(text) == Taken ? """{"rowId":9,"id":"id-9","state":"pending"}""" : """{"error":"no","message":"No."}""");
    }
}
