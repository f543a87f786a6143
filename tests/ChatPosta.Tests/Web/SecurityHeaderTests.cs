using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Web;

namespace ChatPosta.Tests.Web;

public sealed class SecurityHeaderTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Browser _browser = null!;

    private string Policy =>
        $"default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src {_app.Site.Origin}/assets/; style-src {_app.Site.Origin}/assets/; "
        + $"img-src 'self' data:; font-src {_app.Site.Origin}/assets/; connect-src 'self'; "
        + $"manifest-src {_app.Site.Origin}/manifest.webmanifest; worker-src {_app.Site.Origin}/sw.js; form-action 'self'";

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _browser = await _app.SignedInBrowser(_server);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task They_stand_on_every_kind_of_answer()
    {
        using var stranger = _app.Browser();
        using var elsewhere = new Browser(_app) { Host = "evil.example" };
        var answers = new Dictionary<string, Answer>
        {
            ["page"] = await _browser.Open("/"),
            ["fragment"] = await _browser.Fragment("/sidebar"),
            ["form"] = await _browser.Submit("/register/invite", ("code", "x")),
            ["json"] = await stranger.Post("/login/options"),
            ["asset"] = await stranger.Open(Assets.Url("app.css")),
            ["redirect"] = await stranger.Open("/"),
            ["health"] = await stranger.Open("/healthz"),
            ["400"] = await _browser.Post("/login/finish", "{"),
            ["401"] = await stranger.Fragment("/"),
            ["403"] = await _browser.Send(HttpMethod.Post, "/logout", null, Browser.Navigation("cross-site")),
            ["404"] = await _browser.Open("/no-such-page"),
            ["405"] = await _browser.Open("/logout"),
            ["413"] = await _browser.Submit("/new", ("url", new string('x', 70_000))),
            ["421"] = await elsewhere.Open("/"),
            ["502"] = await Broken(),
        };

        foreach (var (kind, answer) in answers)
        {
            Assert.Equal((kind, Policy), (kind, answer.Header("Content-Security-Policy")));
            Assert.Equal((kind, "nosniff"), (kind, answer.Header("X-Content-Type-Options")));
            Assert.Equal((kind, "same-origin"), (kind, answer.Header("Referrer-Policy")));
            Assert.Equal((kind, "same-origin"), (kind, answer.Header("Cross-Origin-Opener-Policy")));
            Assert.Equal((kind, "same-origin"), (kind, answer.Header("Cross-Origin-Resource-Policy")));
            Assert.Equal((kind, ""), (kind, answer.Header("Server")));
            if (int.TryParse(kind, out var status)) Assert.Equal(status, answer.Status);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/login")]
    [InlineData("/register")]
    [InlineData("/new")]
    [InlineData("/no-such-page")]
    public async Task No_page_is_kept(string path)
    {
        using var stranger = _app.Browser();
        var browser = path is "/login" or "/register" ? stranger : _browser;

        Assert.Equal("no-store", (await browser.Open(path)).Header("Cache-Control"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/new")]
    [InlineData("/no-such-page")]
    public async Task Page_and_fragment_at_one_address_are_told_apart(string path)
    {
        Assert.Equal("HX-Request", (await _browser.Open(path)).Header("Vary"));
        var fragment = await _browser.Fragment(path);
        Assert.Equal("HX-Request", fragment.Header("Vary"));
        Assert.DoesNotContain("<html", fragment.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_are_kept_for_ever_and_under_no_other_hash()
    {
        var url = Assets.Url("app.css");

        Assert.Equal("public, max-age=31536000, immutable", (await _browser.Open(url)).Header("Cache-Control"));
        Assert.Equal(404, (await _browser.Open(url.Replace("/assets/", "/assets/0", StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Https_is_asked_for_where_the_site_has_it()
    {
        await using var app = await ChatApp.Start(config => config with
        {
            BaseUrl = new Uri("https://chat.example"),
            TrustedProxies = [System.Net.IPNetwork.Parse("127.0.0.0/8")],
        });
        using var browser = new Browser(app) { Host = "chat.example" };

        var answer = await browser.Send(HttpMethod.Get, "/login", null, [.. Browser.Navigation("none"), ("X-Forwarded-Proto", "https")]);

        Assert.Equal("max-age=31536000", answer.Header("Strict-Transport-Security"));
    }

    private async Task<Answer> Broken()
    {
        _server.Say(500);
        return await _browser.Open("/");
    }
}
