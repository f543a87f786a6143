using System.Buffers.Binary;
using ChatPosta.Web;

namespace ChatPosta.Tests.Web;

/// <summary>What a phone asks before it offers to install the site as an app.</summary>
public sealed class WebManifestTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private Browser _stranger = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _stranger = _app.Browser();
    }

    public async ValueTask DisposeAsync()
    {
        _stranger.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task It_is_a_manifest_that_anybody_may_read()
    {
        var answer = await _stranger.Send(HttpMethod.Get, WebManifest.Path, null, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "cors"), ("Sec-Fetch-Dest", "manifest"));

        Assert.Equal((200, "application/manifest+json", "no-cache"), (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")));
        Assert.Equal(("/", "/", "/"), (Value(answer, "id"), Value(answer, "start_url"), Value(answer, "scope")));
        Assert.Equal("standalone", Value(answer, "display"));
        Assert.All(["name", "short_name", "theme_color", "background_color"], name => Assert.NotEmpty(Value(answer, name)));
    }

    [Fact]
    public async Task A_text_is_shared_with_a_page_of_ours()
    {
        var target = (await _stranger.Open(WebManifest.Path)).Json["share_target"]!;

        Assert.Equal(("/share", "GET"), ((string)target["action"]!, (string)target["method"]!));
        Assert.Equal("""{"title":"title","text":"text","url":"url"}""", target["params"]!.ToJsonString());
    }

    [Fact]
    public async Task Its_icons_are_pictures_of_the_size_that_it_says()
    {
        var icons = (await _stranger.Open(WebManifest.Path)).Json["icons"]!.AsArray();

        Assert.Equal(["192x192 any", "512x512 any", "512x512 maskable"], icons.Select(icon => $"{icon!["sizes"]} {icon["purpose"]}"));
        foreach (var icon in icons) Assert.Equal($"{icon!["sizes"]}", await SizeOf((string)icon["src"]!));
    }

    [Fact]
    public async Task The_icon_for_a_home_screen_of_apple_is_there()
    {
        var page = Rendered.Parse((await _stranger.Open("/login")).Body);

        Assert.Equal("180x180", await SizeOf(page.The("link[rel=apple-touch-icon]").GetAttribute("href")!));
    }

    /// <summary>As the header of the PNG says, which must be small enough for a slow network.</summary>
    private async Task<string> SizeOf(string path)
    {
        using var answer = await _stranger.Begin(HttpMethod.Get, path, null);
        var png = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Assert.InRange(png.Length, 100, 20_000);
        return $"{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16))}x{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))}";
    }

    private static string Value(Answer answer, string name) => (string)answer.Json[name]!;
}
