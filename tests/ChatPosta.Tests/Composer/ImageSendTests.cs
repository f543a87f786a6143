using System.Net.Http.Headers;
using System.Text.Json;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Microsoft.AspNetCore.Http;
using Posta.Testing;

namespace ChatPosta.Tests.Composer;

public sealed class ImageSendTests : IAsyncLifetime
{
    private const string Thread = "/c/https%3A%2F%2Fbob.example";
    private const string Key = "0198c0de-0000-7000-8000-000000000001";

    private static readonly byte[] Picture = TestImages.Png(8, 6);

    private readonly List<(string Path, string Type, byte[] Body, string Key)> _received = [];

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;
    private (int Status, string Body) _upload = (201, """{"url":"https://alice.localhost/upload-1.png","mediaType":"image/png","size":70,"width":8,"height":6}""");

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
    public async Task A_picture_is_passed_on_and_sent_as_a_message()
    {
        var answer = await Send(Form(Picture, ("key", Key), ("alt", " The cabin ")));

        Assert.Equal((303, Thread), (answer.Status, answer.Location));
        Assert.Equal(("/api/v1/uploads", "image/png"), (_received[0].Path, _received[0].Type));
        Assert.Equal(Picture, _received[0].Body);
        var payload = JsonSerializer.Deserialize<JsonElement>(_received[1].Body).GetProperty("payload");
        Assert.Equal(
            """{"kind":"posta.link/v1","url":"https://alice.localhost/upload-1.png","mediaType":"image/png","name":"cabin.png","alt":"The cabin","size":70,"width":8,"height":6}""",
            payload.GetRawText());
        Assert.Equal(Key, _received[1].Key);
    }

    [Fact]
    public async Task A_script_gets_the_form_and_the_rows()
    {
        var answer = await Send(Form(Picture, ("key", Key)), isScript: true);

        var fragment = Rendered.Parse(answer.Body);
        Assert.Equal(200, answer.Status);
        Assert.NotEqual(Key, fragment.The("#attach-state input[name=key]").GetAttribute("value"));
        Assert.Equal("rows:#rows", fragment.The("#rows").GetAttribute("data-hx-swap-oob"));
    }

    [Theory]
    [InlineData(400, "not-an-image", 422, "PNG, JPEG, GIF and WebP")]
    [InlineData(413, "too-large", 422, "too large for your posta-server")]
    [InlineData(503, "busy", 502, "Check its address, or try again later.")]
    public async Task Where_the_server_refuses_it_nothing_is_sent_and_the_words_stay(int status, string code, int shown, string reason)
    {
        _upload = (status, $$"""{"error":"{{code}}","message":""}""");

        var answer = await Send(Form(Picture, ("key", Key), ("alt", "The cabin")));

        var page = Rendered.Parse(answer.Body);
        Assert.Equal(shown, answer.Status);
        Assert.Contains(reason, page.The("#attach-problem").TextContent, StringComparison.Ordinal);
        Assert.Equal("The cabin", page.The("#alt").GetAttribute("value"));
        Assert.Equal(Key, page.The("#attach-state input[name=key]").GetAttribute("value"));
        Assert.NotNull(page.The("#attach details").GetAttribute("open"));
        Assert.Single(_received);
    }

    [Fact]
    public async Task Without_a_picture_the_page_asks_for_one()
    {
        var answer = await Send(new MultipartFormDataContent { { new StringContent(Key), "key" } });

        Assert.Equal(422, answer.Status);
        Assert.Equal("Choose a picture first.", Rendered.Parse(answer.Body).The("#attach-problem").TextContent);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task A_picture_of_more_than_10_MiB_is_refused_before_the_server_hears_of_it()
    {
        var answer = await Send(Form(new byte[(10 << 20) + (32 << 10)]), isScript: true);

        Assert.Equal(413, answer.Status);
        Assert.Contains("larger than 10 MiB", answer.Body, StringComparison.Ordinal);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task A_form_that_does_not_say_how_long_it_is_is_refused()
    {
        var answer = await _browser.Send(
            HttpMethod.Post, $"{Thread}/images", Form(Picture), [.. Browser.Navigation("same-origin"), ("Transfer-Encoding", "chunked")]);

        Assert.Equal(413, answer.Status);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task Many_pictures_at_once_have_to_wait()
    {
        await _app.DisposeAsync();
        _app = await ChatApp.Start(config => config with { LimitScale = 1 });
        _browser = await _app.SignedInBrowser(_server);
        _server.Answer = Serve;
        for (var i = 0; i < 10; i++) await Send(Form(Picture));

        var answer = await Send(Form(Picture, ("alt", "One more")));

        Assert.Equal(429, answer.Status);
        Assert.NotEmpty(answer.Header("Retry-After"));
        Assert.Contains("many pictures at once", Rendered.Parse(answer.Body).The("#attach-problem").TextContent, StringComparison.Ordinal);
    }

    private Task<Answer> Send(HttpContent form, bool isScript = false) => _browser.Send(
        HttpMethod.Post, $"{Thread}/images", form, isScript ? [.. Browser.Fetch, ("HX-Request", "true")] : Browser.Navigation("same-origin"));

    private static MultipartFormDataContent Form(byte[] picture, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(picture) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } }, "picture", "cabin.png");
        return form;
    }

    private async Task Serve(HttpContext context)
    {
        var request = context.Request;
        context.Response.ContentType = "application/json";
        if (HttpMethods.IsPost(request.Method))
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Add((request.Path.Value!, request.ContentType ?? "", body.ToArray(), request.Headers["Idempotency-Key"].ToString()));
        }

        var (status, answer) = request.Path.Value switch
        {
            "/api/v1/uploads" => _upload,
            "/api/v1/messages" when HttpMethods.IsPost(request.Method) => (202, """{"rowId":9,"id":"id-9","state":"pending"}"""),
            "/api/v1/identity" => (200, $$"""{"url":"{{_server.Identity.Display}}","name":"Alice"}"""),
            _ => (200, "[]"),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(answer);
    }
}
