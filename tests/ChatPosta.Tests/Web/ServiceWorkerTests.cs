using ChatPosta.Tests.Accounts;
using ChatPosta.Web;

namespace ChatPosta.Tests.Web;

/// <summary>What stays in the browser to act where there is no network, and that it holds nothing of anybody.</summary>
public sealed class ServiceWorkerTests : IAsyncLifetime
{
    private ChatApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await ChatApp.Start();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_is_a_script_that_a_browser_asks_for_anew_and_that_changes_with_the_build()
    {
        using var stranger = _app.Browser();

        var answer = await stranger.Send(HttpMethod.Get, ServiceWorker.Path, null, ("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Mode", "same-origin"), ("Sec-Fetch-Dest", "serviceworker"));

        Assert.Equal((200, "text/javascript; charset=utf-8", "no-cache"), (answer.Status, answer.Header("Content-Type"), answer.Header("Cache-Control")));
        Assert.Contains($"\"offline-{Assets.Hash}\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains(Assets.Url("app.css"), answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_offline_page_is_the_same_for_everybody_and_sets_nothing()
    {
        using var alice = await _app.SignedInBrowser();
        using var stranger = _app.Browser();

        var hers = await alice.Send(HttpMethod.Get, "/offline", null, Browser.Fetch);
        var anybodys = await stranger.Send(HttpMethod.Get, "/offline", null, Browser.Fetch);

        Assert.Equal(200, anybodys.Status);
        Assert.Equal(anybodys.Body, hers.Body);
        Assert.Equal("", hers.Header("Set-Cookie"));
        Assert.Equal("", Rendered.Parse(anybodys.Body).The("a.button").GetAttribute("href"));
    }
}
