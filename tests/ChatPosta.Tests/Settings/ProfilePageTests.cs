using System.Net;
using System.Net.Http.Headers;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace ChatPosta.Tests.Settings;

public sealed class ProfilePageTests : IAsyncLifetime
{
    private const string Identity = """{"url":"alice.localhost","name":"Alice <b>","about":"Hei & hå","avatar":"https://alice.localhost/avatar-1.png","kind":"person"}""";

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private string _seen = "";
    private byte[] _picture = [];

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
        Say(200, Identity);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_shows_what_the_posta_server_has_and_whose_it_is()
    {
        var page = Rendered.Parse((await _browser.Open("/settings")).Body);

        Assert.Equal(("Alice <b>", "Hei & hå"), (page.The("#name").GetAttribute("value"), page.The("#about").TextContent.Trim()));
        Assert.Contains(_server.Identity.Display, page.The("main").Words(), StringComparison.Ordinal);
        Assert.Equal("page", page.The("nav a[href='/settings']").GetAttribute("aria-current"));
        Assert.NotEmpty(page.QuerySelectorAll("form[action='/settings/picture/remove']"));
    }

    [Fact]
    public async Task Name_and_words_are_changed_there()
    {
        var answer = await _browser.Submit("/settings/profile", ("name", "  Alice Hansen "), ("about", "One\r\ntwo"));

        Assert.Equal((303, "/settings?done=profile"), (answer.Status, answer.Location));
        Assert.Equal("""PATCH /api/v1/identity {"name":"Alice Hansen","about":"One\ntwo"}""", _seen);
        Assert.Contains("Saved.", Rendered.Parse((await _browser.Open(answer.Location)).Body).The("[role=status]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"too-long"}""", 422, "too-long")]
    [InlineData(429, """{"error":"rate-limited"}""", 503, "busy")]
    [InlineData(500, "", 502, "posta-server")]
    [InlineData(401, "", 502, "refused")]
    public async Task When_the_posta_server_declines_the_text_stays(int status, string body, int ours, string says)
    {
        Say(status, body);

        var answer = await _browser.Submit("/settings/profile", ("name", "Typed name"), ("about", "Typed words"));

        var page = Rendered.Parse(answer.Body);
        Assert.Equal(ours, answer.Status);
        Assert.Equal(("Typed name", "Typed words"), (page.The("#name").GetAttribute("value"), page.The("#about").TextContent.Trim()));
        Assert.Contains(says, page.The("#profile-problem").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(257)]
    public async Task Declined_words_leave_the_picture_and_the_way_to_remove_it(int letters)
    {
        _server.Answer = async context =>
        {
            if (!HttpMethods.IsGet(context.Request.Method)) context.Response.StatusCode = 400;
            await context.Response.WriteAsync(HttpMethods.IsGet(context.Request.Method) ? Identity : """{"error":"too-long"}""");
        };

        var answer = await _browser.Submit("/settings/profile", ("name", new string('x', letters)), ("about", ""));

        var page = Rendered.Parse(answer.Body);
        Assert.Equal(422, answer.Status);
        Assert.Equal((new string('x', letters), ""), (page.The("#name").GetAttribute("value"), page.The("#about").TextContent.Trim()));
        page.The("form[action='/settings/picture/remove']");
        page.The("main .avatar img");
    }

    [Theory]
    [InlineData("name", 257, "#name")]
    [InlineData("about", 4097, "#about")]
    public async Task What_no_posta_server_takes_is_not_sent_to_it(string field, int letters, string selector)
    {
        var answer = await _browser.Submit("/settings/profile", (field, new string('x', letters)));

        Assert.Equal((422, ""), (answer.Status, _seen));
        Assert.Contains("too long", Rendered.Parse(answer.Body).The("#profile-problem").TextContent, StringComparison.Ordinal);
        Assert.Contains(new string('x', letters), Rendered.Parse(answer.Body).The(selector).OuterHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_posta_server_is_away_the_page_says_so_and_the_menu_works()
    {
        Say(503, "");

        var answer = await _browser.Open("/settings");

        Assert.Equal(502, answer.Status);
        var page = Rendered.Parse(answer.Body);
        Assert.NotEmpty(page.QuerySelectorAll("nav a[href='/settings/data']"));
        Assert.NotEqual("", page.The("main .error").TextContent);
    }

    [Fact]
    public async Task A_picture_goes_through_as_it_is_and_no_file_of_ours_keeps_it()
    {
        byte[] png = [0x89, .. "PNG\r\n\u001a\n"u8, .. Enumerable.Range(0, 200_000).Select(i => (byte)i)];

        var answer = await Upload(png, "me.png", "image/png");

        Assert.Equal((303, "/settings?done=picture"), (answer.Status, answer.Location));
        Assert.Equal("PUT /api/v1/identity/avatar image/png", _seen);
        Assert.Equal(png, _picture);
        Assert.All(_app.Files(), file => Assert.False(DiskScan.Holds(file, png.AsSpan(..64)), file));
    }

    [Theory]
    [InlineData("too-large", "up to 1 MiB")]
    [InlineData("not-an-image", "PNG and JPEG")]
    [InlineData("unsupported-media-type", "PNG and JPEG")]
    [InlineData("truncated", "isn't whole")]
    public async Task A_picture_that_is_declined_is_explained(string code, string says)
    {
        _server.Answer = async context =>
        {
            if (HttpMethods.IsPut(context.Request.Method)) context.Response.StatusCode = 400;
            await context.Response.WriteAsync(HttpMethods.IsPut(context.Request.Method) ? $$"""{"error":"{{code}}"}""" : Identity);
        };

        var answer = await Upload([1, 2, 3], "me.png", "image/png");

        Assert.Equal(422, answer.Status);
        Assert.Contains(says, Rendered.Parse(answer.Body).The("#picture-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_ten_mebibytes_are_refused_here()
    {
        var answer = await Upload(new byte[11 << 20], "me.png", "image/png");

        Assert.Equal(413, answer.Status);
        Assert.Contains("10 MiB", answer.Body, StringComparison.Ordinal);
        Assert.Empty(_picture);
    }

    [Fact]
    public async Task Without_a_file_it_asks_for_one()
    {
        foreach (var nothing in new HttpContent[] { Form([], "", "application/octet-stream"), new StringContent("x"), new MultipartFormDataContent() })
        {
            var answer = await _browser.Send(HttpMethod.Post, "/settings/picture", nothing, Browser.Navigation("same-origin"));

            Assert.Equal(422, answer.Status);
            Assert.Contains("Choose a picture first", answer.Body, StringComparison.Ordinal);
            // It lies below the fold, so that is where the browser has to go.
            Assert.True(Rendered.Parse(answer.Body).The("#picture").HasAttribute("autofocus"));
        }
    }

    [Fact]
    public async Task The_picture_can_be_removed()
    {
        Assert.Equal("/settings?done=removed", (await _browser.Submit("/settings/picture/remove")).Location);
        Assert.Equal("DELETE /api/v1/identity/avatar", _seen);
    }

    private void Say(int status, string body) => _server.Answer = async context =>
    {
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read);
        if (!HttpMethods.IsGet(context.Request.Method)) _seen = $"{context.Request.Method} {context.Request.Path} {Told(context.Request, read.ToArray())}".Trim();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    };

    private string Told(HttpRequest request, byte[] body)
    {
        if (!HttpMethods.IsPut(request.Method)) return System.Text.Encoding.UTF8.GetString(body);

        _picture = body;
        return request.ContentType!;
    }

    private Task<Answer> Upload(byte[] bytes, string name, string type) =>
        _browser.Send(HttpMethod.Post, "/settings/picture", Form(bytes, name, type), Browser.Navigation("same-origin"));

    private static MultipartFormDataContent Form(byte[] bytes, string name, string type)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        file.Headers.ContentDisposition = new("form-data") { Name = "\"picture\"", FileName = $"\"{WebUtility.UrlEncode(name)}\"" };
        return new MultipartFormDataContent { file };
    }
}
