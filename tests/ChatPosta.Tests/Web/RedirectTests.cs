using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using Microsoft.AspNetCore.Routing;

namespace ChatPosta.Tests.Web;

/// <summary>Nothing that a link says decides where we send somebody, nor adds a line to what we answer.</summary>
public sealed class RedirectTests : IAsyncLifetime
{
    private static readonly string[] Elsewhere =
    [
        "//evil.example", "/\\evil.example", "/%2fevil.example", "/%5cevil.example", "%2f%2fevil.example", "https://evil.example", "https:evil.example", "http:///evil.example",
        "\\\\evil.example", "/\tevil.example", "%09//evil.example", "javascript:alert(1)", "data:text/html,x", ".evil.example", "@evil.example", "/%0d%0aLocation:%20//evil.example",
        "%0d%0aSet-Cookie:%20chat=stolen", "\u560d\u560aSet-Cookie:%20chat=stolen", "%E5%98%8D%E5%98%8ASet-Cookie:%20chat=stolen",
    ];

    private ChatApp _app = null!;
    private PostaServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_redirect_leads_to_a_page_of_ours(bool isSignedIn)
    {
        using var browser = isSignedIn ? await _app.SignedInBrowser(_server) : _app.Browser();
        var seen = 0;

        foreach (var target in Targets().Distinct())
        {
            var answer = await browser.Open(target);
            if (answer.Location.Length > 0) seen++;
            Assert.True(IsOurs(answer.Location) && IsOurs(answer.Header("HX-Redirect")), $"{target} leads to {answer.Location}");
            Assert.DoesNotContain("stolen", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        }

        Assert.True(seen > Elsewhere.Length, "There must be redirects to look at.");
    }

    private static bool IsOurs(string location) =>
        location.Length == 0 || (location[0] == '/' && (location.Length == 1 || location[1] is not ('/' or '\\')) && !location.Any(char.IsControl));

    /// <summary>Each page with each text in its path, as code, and as what other programs call the way back.</summary>
    private IEnumerable<string> Targets()
    {
        var pages = _app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'));
        return from page in pages.Where(page => page is not ("/logout" or "/events"))
               from text in Elsewhere
               from target in new[] { Fill(page, text), $"{Fill(page, "x")}?code={text}&returnUrl={text}&next={text}&before={text}&peer={text}&url={text}", $"/{text}" }
               where Uri.TryCreate($"http://localhost{target}", UriKind.Absolute, out _) && target.StartsWith('/')
               select target.StartsWith("//", StringComparison.Ordinal) ? "/." + target : target;
    }

    private static string Fill(string page, string text) => System.Text.RegularExpressions.Regex.Replace(page, "\\{[^}]*\\}", _ => Uri.EscapeDataString(text));
}
