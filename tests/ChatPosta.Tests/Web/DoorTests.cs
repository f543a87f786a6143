using ChatPosta.Tests.Accounts;

namespace ChatPosta.Tests.Web;

/// <summary>Who is let in at all: the host that was meant, and the site that asks.</summary>
public sealed class DoorTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost")]
    [InlineData("localhost:1")]
    [InlineData("127.0.0.1")]
    [InlineData("alice.localhost")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("xn--a")]
    [InlineData("xn--99999999999999999")]
    public async Task An_unknown_host_is_misdirected(string host)
    {
        await using var app = await ChatApp.Start();
        using var browser = new Browser(app) { Host = host };

        foreach (var path in new[] { "/", "/login", "/healthz" }) Assert.Equal(421, (await browser.Open(path)).Status);
    }

    [Theory]
    [InlineData("chat.example", 200)]
    [InlineData("CHAT.example", 200)]
    [InlineData("chat.example:443", 200)]
    [InlineData("chat.example:80", 421)]
    [InlineData("chat.example.", 421)]
    public async Task The_host_of_the_base_url_is_ours(string host, int status)
    {
        await using var app = await ChatApp.Start(config => config with { BaseUrl = new Uri("https://chat.example") });
        using var browser = new Browser(app) { Host = host };

        Assert.Equal(status, (await browser.Open("/login")).Status);
    }

    [Theory]
    [InlineData("bücher.example")]
    [InlineData("xn--bcher-kva.example")]
    public async Task A_host_of_other_letters_is_ours_as_browsers_write_it(string name)
    {
        await using var app = await ChatApp.Start(config => config with { BaseUrl = new Uri($"https://{name}") });
        using var browser = new Browser(app) { Host = "xn--bcher-kva.example" };

        Assert.Equal(200, (await browser.Open("/login")).Status);
        Assert.Equal(("https://xn--bcher-kva.example", "xn--bcher-kva.example"), (app.Site.Origin, app.Site.RpId));
    }

    [Theory]
    [InlineData("POST", "same-origin", null, true)]
    [InlineData("POST", "same-site", null, false)]
    [InlineData("POST", "cross-site", null, false)]
    [InlineData("POST", "none", null, false)]
    [InlineData("POST", "", null, false)]
    [InlineData("POST", "cross-site", "ours", false)]
    [InlineData("POST", "same-origin", "null", true)]
    [InlineData("POST", null, "ours", true)]
    [InlineData("POST", null, "null", false)]
    [InlineData("POST", null, "http://localhost:1", false)]
    [InlineData("POST", null, "https://evil.example", false)]
    [InlineData("POST", null, null, false)]
    [InlineData("PUT", "cross-site", null, false)]
    [InlineData("DELETE", "same-site", null, false)]
    public async Task What_changes_something_must_come_from_our_own_pages(string method, string? site, string? origin, bool isLetIn)
    {
        await using var app = await ChatApp.Start();
        using var browser = await app.SignedInBrowser();
        var headers = new List<(string, string)>();
        if (site is not null) headers.Add(("Sec-Fetch-Site", site));
        if (origin is not null) headers.Add(("Origin", origin == "ours" ? app.Site.Origin : origin));

        var answer = await browser.Send(new HttpMethod(method), "/session/heartbeat", null, headers);

        Assert.Equal(isLetIn ? 204 : 403, answer.Status);
    }

    [Fact]
    public async Task What_another_site_sent_was_not_done()
    {
        await using var app = await ChatApp.Start();
        using var browser = await app.SignedInBrowser();

        await browser.Send(HttpMethod.Post, "/logout", null, Browser.Navigation("same-site"));

        Assert.Equal(200, (await browser.Open("/settings/sessions")).Status);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "image")]
    [InlineData("same-site", "cors", "empty")]
    [InlineData("cross-site", "navigate", "iframe")]
    public async Task No_other_site_can_embed_or_probe_a_page(string site, string mode, string destination)
    {
        await using var app = await ChatApp.Start();
        using var browser = await app.SignedInBrowser();

        var answer = await browser.Send(
            HttpMethod.Get, "/", null, ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination));

        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task A_link_from_another_site_opens_the_page()
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        Assert.Equal(200, (await browser.Send(HttpMethod.Get, "/register", null, Browser.Navigation("cross-site"))).Status);
    }
}
