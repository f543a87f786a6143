using System.Globalization;
using System.Text.Json;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPosta.Tests.Settings;

public sealed class ExportTests : IAsyncLifetime
{
    private const int Many = 450;
    private const string TwoContacts = """[{"url":"bob.example","name":"Bob"},{"url":"carol.example"}]""";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private string _payload = """{"kind":"posta.text/v1","body":"Hei!"}""";
    private string _contacts = TwoContacts;
    private int _messages = Many;
    private int _failAfter = int.MaxValue;
    private int _pages;

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
    public async Task The_json_has_every_message_of_every_contact_oldest_first()
    {
        var answer = await _browser.Open("/settings/export/json");

        Assert.Equal((200, "application/json"), (answer.Status, answer.Header("Content-Type")));
        Assert.Equal("attachment; filename=\"posta-alice.localhost-2026-01-02.json\"", answer.Header("Content-Disposition"));
        var export = JsonSerializer.Deserialize<JsonElement>(answer.Body);
        Assert.True(export.GetProperty("complete").GetBoolean());
        Assert.Equal("Alice", export.GetProperty("identity").GetProperty("name").GetString());
        Assert.Equal(["bob.example", "carol.example"], Conversations(export).Select(one => one.GetProperty("contact").GetProperty("url").GetString()));
        Assert.All(Conversations(export), one => Assert.Equal(
            Enumerable.Range(1, Many), one.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("rowId").GetInt32())));
    }

    [Theory]
    [InlineData("""{"kind":"posta.text/v1","body":"\u0041<\/b>", "x" : [ 1.0 , 1e2 ] }""")]
    [InlineData("null")]
    public async Task Payloads_are_byte_for_byte_those_of_the_client_api(string payload)
    {
        _payload = payload;

        Assert.Contains($"\"payload\":{payload},", (await _browser.Open("/settings/export/json")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_nests_deeper_than_writers_allow_is_exported_too()
    {
        _payload = new string('[', 3000) + new string(']', 3000);

        Assert.EndsWith("\"complete\":true}", (await _browser.Open("/settings/export/json")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_to_read_has_every_message_and_says_that_it_is_complete()
    {
        var answer = await _browser.Open("/settings/export/html");

        var page = Rendered.Parse(answer.Body);
        Assert.StartsWith("attachment; filename=\"posta-", answer.Header("Content-Disposition"), StringComparison.Ordinal);
        Assert.Equal(2 * Many, page.QuerySelectorAll("li").Length);
        Assert.Equal(["Bob bob.example", "carol.example"], page.QuerySelectorAll("h2").Select(heading => heading.Words()));
        Assert.StartsWith("The end. This export is complete: 900 messages in 2 conversations.", page.The(".end").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"url":"bob.example"}]""", 1, "1 message in 1 conversation.")]
    [InlineData("[]", 1, "0 messages in 0 conversations.")]
    public async Task It_counts_as_people_do(string contacts, int messages, string says)
    {
        (_contacts, _messages) = (contacts, messages);

        var page = Rendered.Parse((await _browser.Open("/settings/export/html")).Body);

        Assert.EndsWith(says, page.The(".end").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""<img src=x onerror=alert(1)><script>alert(1)</script>""")]
    [InlineData("""</style></p><link rel=stylesheet href=https://evil.example/x>""")]
    [InlineData("\" onmouseover=alert(1) x=\"")]
    public async Task What_strangers_wrote_is_text_and_loads_nothing(string written)
    {
        _payload = JsonSerializer.Serialize(new { kind = "posta.text/v1", body = written });

        var page = Rendered.Parse((await _browser.Open("/settings/export/html")).Body);

        Assert.Equal(2 * Many, page.QuerySelectorAll("li .text").Count(text => text.TextContent == written));
        Assert.Empty(page.QuerySelectorAll("script, img, link, iframe, object, [src], [onerror], [onmouseover]"));
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", page.The("meta[http-equiv]").GetAttribute("content"));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("html")]
    public async Task When_the_server_goes_away_in_the_middle_the_file_says_that_it_is_not_whole(string kind)
    {
        _failAfter = 5;

        var answer = await _browser.Open($"/settings/export/{kind}");

        Assert.Equal(200, answer.Status);
        if (kind == "html")
        {
            Assert.Contains("NOT complete. It stops here after 650 messages", Rendered.Parse(answer.Body).The(".end").TextContent, StringComparison.Ordinal);
            return;
        }

        var export = JsonSerializer.Deserialize<JsonElement>(answer.Body);
        Assert.False(export.GetProperty("complete").GetBoolean());
        Assert.Contains("posta-server", export.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(650, Conversations(export).Sum(one => one.GetProperty("messages").GetArrayLength()));
    }

    [Fact]
    public async Task Whoever_takes_everything_along_leaves_a_line_for_the_owner()
    {
        await _browser.Open("/settings/export/html");

        Assert.Contains("You saved your conversations to a file", (await _browser.Open("/settings/activity")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_server_is_away_from_the_start_a_page_says_so_instead()
    {
        _server.Say(503);

        var answer = await _browser.Open("/settings/export/html");

        Assert.Equal((502, ""), (answer.Status, answer.Header("Content-Disposition")));
    }

    [Fact]
    public async Task Who_is_signed_out_meanwhile_gets_no_more()
    {
        _server.Answer = async context =>
        {
            if (context.Request.Path == "/api/v1/messages" && _pages == 2) await _app.Sessions.EndOfUser((await _app.Users.List())[0].Id);
            await Serve(context);
        };

        var export = JsonSerializer.Deserialize<JsonElement>((await _browser.Open("/settings/export/json")).Body);

        Assert.Contains("Sign in", export.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, Conversations(export).Sum(one => one.GetProperty("messages").GetArrayLength()));
    }

    [Fact]
    public async Task A_server_that_repeats_itself_keeps_nobody_waiting_and_is_no_end()
    {
        var serve = _server.Answer;
        _server.Answer = context =>
        {
            context.Request.QueryString = new(context.Request.QueryString.Value!.Replace("after=200", "after=0", StringComparison.Ordinal));
            return serve(context);
        };

        var export = JsonSerializer.Deserialize<JsonElement>((await _browser.Open("/settings/export/json")).Body);

        Assert.False(export.GetProperty("complete").GetBoolean());
        Assert.Contains("the same messages again", export.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    private async Task Serve(HttpContext context)
    {
        var path = context.Request.Path.Value;
        if (path == "/api/v1/messages" && _pages++ >= _failAfter)
        {
            context.Response.StatusCode = 500;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(path switch
        {
            "/api/v1/identity" => """{"url":"alice.localhost","name":"Alice"}""",
            "/api/v1/contacts" => _contacts,
            _ => Page(context.Request.Query),
        });
    }

    private string Page(IQueryCollection query)
    {
        var after = int.Parse(query["after"]!, CultureInfo.InvariantCulture);
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        var rows = Enumerable.Range(after + 1, Math.Min(limit, Math.Max(0, _messages - after)));
        return $"[{string.Join(',', rows.Select(Row))}]";
    }

    private string Row(int rowId) =>
        $$"""{"rowId":{{rowId}},"id":"m{{rowId}}","direction":"{{(rowId % 2 == 0 ? "inbound" : "outbound")}}","sentAt":"2026-01-01T00:00:00Z","receivedAt":"2026-01-01T00:00:01Z","payload":{{_payload}}}""";

    private static JsonElement.ArrayEnumerator Conversations(JsonElement export) => export.GetProperty("conversations").EnumerateArray();
}
