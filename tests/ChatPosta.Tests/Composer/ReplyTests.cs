using System.Text.Json;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Threads;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Tests.Composer;

public sealed class ReplyTests : IAsyncLifetime
{
    private const string Thread = "/c/https%3A%2F%2Fbob.example";

    private static readonly Message Question = A.Row(7, "Shall we go by train?");

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private JsonElement _sent;
    private int _sendStatus = 202;

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
    public async Task Every_row_leads_to_the_thread_with_what_is_answered_above_the_field()
    {
        var row = Rendered.Parse((await _browser.Open(Thread)).Body).The("#msg-7");
        var link = row.The("a[data-reply]").GetAttribute("href")!;

        var page = Rendered.Parse((await _browser.Open(link.Split('#')[0])).Body);

        Assert.Equal("You are answering bob.example Shall we go by train?", page.The("#composer-reply .quote").Words());
        Assert.Equal("7", page.The("#composer input[name=reply]").GetAttribute("value"));
        Assert.Equal(Thread, page.The("[data-unreply]").GetAttribute("href"));
    }

    [Fact]
    public async Task The_fragment_is_what_the_page_has()
    {
        var page = Rendered.Parse((await _browser.Open($"{Thread}?reply=7")).Body);

        var fragment = Rendered.Parse((await _browser.Fragment($"{Thread}/reply/7")).Body);

        Assert.Equal(page.The("#composer-reply").OuterHtml, fragment.The("#composer-reply").OuterHtml);
    }

    [Theory]
    [InlineData("8")]
    [InlineData("0")]
    [InlineData("9007199254740992")]
    public async Task A_row_that_the_thread_has_not_is_not_found(string row) =>
        Assert.Equal(404, (await _browser.Fragment($"{Thread}/reply/{row}")).Status);

    [Fact]
    public async Task The_answer_carries_the_id_of_the_message()
    {
        var answer = await _browser.Submit($"{Thread}/messages", ("message", "By train."), ("key", ""), ("reply", "7"));

        Assert.Equal(303, answer.Status);
        Assert.Equal("id-7", _sent.GetProperty("inReplyTo").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("-1")]
    [InlineData("seven")]
    public async Task Without_such_a_row_the_message_goes_out_as_it_is(string row)
    {
        Assert.Equal(303, (await _browser.Submit($"{Thread}/messages", ("message", "By train."), ("key", ""), ("reply", row))).Status);

        Assert.False(_sent.TryGetProperty("inReplyTo", out _));
    }

    [Fact]
    public async Task A_refused_answer_comes_back_with_what_it_answers()
    {
        _sendStatus = 400;

        var answer = await _browser.Submit($"{Thread}/messages", ("message", "By train."), ("key", ""), ("reply", "7"));

        var page = Rendered.Parse(answer.Body);
        Assert.Equal("By train.", page.The("#message").TextContent.Trim());
        Assert.Contains("Shall we go by train?", page.The("#composer-reply").TextContent, StringComparison.Ordinal);
    }

    private async Task Serve(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        if (HttpMethods.IsPost(context.Request.Method))
        {
            _sent = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            context.Response.StatusCode = _sendStatus;
            await context.Response.WriteAsync("""{"rowId":9,"id":"id-9","state":"pending"}""");
            return;
        }

        await context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/api/v1/messages" when IsAskedFor(context.Request) => $"[{JsonSerializer.Serialize(Question, ClientApiJson.Default.Message)}]",
            "/api/v1/identity" => $$"""{"url":"{{_server.Identity.Display}}","name":"Alice"}""",
            _ => "[]",
        });
    }

    private static bool IsAskedFor(HttpRequest request) => !long.TryParse(request.Query["before"], out var before) || before > Question.RowId;
}
