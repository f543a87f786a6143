using ChatPosta.Sessions;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Sessions;

public sealed class SessionMiddlewareTests
{
    private static readonly string[] Private = ["/", "/sidebar", "/c/bob.example", "/c/bob.example/rows", "/new", "/no-such-page"];

    public static TheoryData<string> PrivatePaths => [.. Private];

    [Theory, MemberData(nameof(PrivatePaths))]
    public async Task A_page_without_a_session_leads_to_sign_in_and_back(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Open(path);

        Assert.Equal((303, path == "/" ? "/login" : $"/login?next={Uri.EscapeDataString(path)}", ""), (answer.Status, answer.Location, answer.Body));
        Assert.Contains($"data-next=\"{path}\"", (await browser.Open(answer.Location)).Body, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(PrivatePaths))]
    public async Task A_fragment_of_a_session_that_has_ended_locks_the_page(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = await app.SignedInBrowser();
        app.Time.Advance(TimeSpan.FromMinutes(30));

        var answer = await browser.Fragment(path);

        Assert.Equal((401, "", "1", ""), (answer.Status, answer.Header("HX-Redirect"), answer.Header("Session-Ended"), answer.Body));
    }

    [Fact]
    public async Task Of_a_session_that_was_signed_out_it_goes_to_sign_in_also_with_the_old_cookie()
    {
        await using var app = await ChatApp.Start();
        using var browser = await app.SignedInBrowser();
        var cookie = browser.Cookies["chat"];
        await browser.Submit("/logout");
        browser.Cookies["chat"] = cookie;

        var answer = await browser.Fragment("/sidebar");

        Assert.Equal((401, "/login", ""), (answer.Status, answer.Header("HX-Redirect"), answer.Header("Session-Ended")));
    }

    [Fact]
    public async Task A_script_can_ask_whose_session_it_is()
    {
        await using var app = await ChatApp.Start();
        var member = await Member.Join(app);
        using var browser = await member.OpenBrowser(app);

        Assert.Equal(member.User.Id, (string)(await browser.Send(HttpMethod.Get, "/session", null, Browser.Fetch)).Json["user"]!);
    }

    [Theory, MemberData(nameof(PrivatePaths))]
    public async Task A_fragment_without_a_session_tells_htmx_to_go_to_sign_in(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Fragment(path);

        Assert.Equal((401, "/login", ""), (answer.Status, answer.Header("HX-Redirect"), answer.Body));
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/sidebar")]
    public async Task A_script_without_a_session_gets_401(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        Assert.Equal(401, (await browser.Send(HttpMethod.Get, path, null, Browser.Fetch)).Status);
    }

    [Theory]
    [InlineData("/logout")]
    [InlineData("/new")]
    [InlineData("/session/heartbeat")]
    [InlineData("/c/bob.example/messages")]
    public async Task A_form_without_a_session_leads_to_sign_in(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        var answer = await browser.Submit(path, ("message", "x"));

        Assert.Equal((303, "/login", ""), (answer.Status, answer.Location, answer.Body));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/register")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task What_is_open_needs_no_session(string path)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();

        Assert.Equal(200, (await browser.Open(path)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public async Task A_cookie_that_we_never_gave_out_is_no_session(string cookie)
    {
        await using var app = await ChatApp.Start();
        using var browser = app.Browser();
        browser.Cookies["chat"] = cookie;

        Assert.Equal("/login", (await browser.Open("/")).Location);
    }

    [Fact]
    public async Task Opening_a_page_counts_as_activity()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var browser = await app.SignedInBrowser(server);

        await ThreeTimes(app, () => browser.Open("/"));

        Assert.Equal(200, (await browser.Open("/")).Status);
    }

    [Fact]
    public async Task The_heartbeat_of_a_tab_in_use_counts_as_activity()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var browser = await app.SignedInBrowser(server);

        await ThreeTimes(app, () => browser.Post("/session/heartbeat"));

        Assert.Equal(200, (await browser.Open("/")).Status);
    }

    [Fact]
    public async Task Fragments_and_streams_of_an_abandoned_tab_do_not()
    {
        await using var app = await ChatApp.Start();
        await using var server = await PostaServer.Start();
        using var browser = await app.SignedInBrowser(server);

        await ThreeTimes(app, async () =>
        {
            await browser.Fragment("/sidebar");
            using var stream = await browser.Begin(HttpMethod.Get, "/events", null, Browser.Fetch);
        });

        Assert.Equal("/login", (await browser.Open("/")).Location);
    }

    [Theory]
    [InlineData("http://localhost:0", "chat", false)]
    [InlineData("https://chat.example", "__Host-chat", true)]
    public async Task The_cookie_outlives_its_session_by_a_week_and_is_as_strict_as_the_address_allows(string baseUrl, string name, bool isSecure)
    {
        await using var app = await ChatApp.Start(config => config with { BaseUrl = new Uri(baseUrl) });
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();

        app.Get<SessionCookie>().Write(context.Response, new byte[32], DateTimeOffset.UnixEpoch);

        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith($"{name}={new string('A', 43)}; ", cookie, StringComparison.Ordinal);
        Assert.Equal(
            isSecure ? ["expires=Thu, 08 Jan 1970 00:00:00 GMT", "path=/", "secure", "samesite=lax", "httponly"] : ["expires=Thu, 08 Jan 1970 00:00:00 GMT", "path=/", "samesite=lax", "httponly"],
            cookie.Split("; ")[1..]);
    }

    [Fact]
    public async Task Over_tls_the_plain_cookie_of_the_demo_is_no_session()
    {
        await using var app = await ChatApp.Start(config => config with { BaseUrl = new Uri("https://chat.example") });
        var cookie = System.Buffers.Text.Base64Url.EncodeToString(await (await Member.Join(app)).SignIn(app));
        using var browser = new Browser(app) { Host = "chat.example" };

        browser.Cookies["chat"] = cookie;
        Assert.Equal("/login?next=%2Fnew", (await browser.Open("/new")).Location);
        browser.Cookies["__Host-chat"] = cookie;
        Assert.Equal(200, (await browser.Open("/settings/sessions")).Status);
    }

    private static async Task ThreeTimes(ChatApp app, Func<Task> act)
    {
        for (var times = 0; times < 3; times++)
        {
            app.Time.Advance(TimeSpan.FromMinutes(12));
            await act();
        }
    }
}
