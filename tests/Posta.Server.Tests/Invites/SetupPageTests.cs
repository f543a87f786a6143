using System.Text.RegularExpressions;
using Posta.Protocol;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Invites;

/// <summary>The page as it is served; what it does is a matter for a browser.</summary>
public sealed partial class SetupPageTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Guest _guest = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _guest = new Guest(_server.Url("alice"));
    }

    public ValueTask DisposeAsync()
    {
        _guest.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_needs_no_token_is_kept_by_nobody_and_may_load_its_own_files_only()
    {
        var page = await Get("/setup");

        Assert.Equal((200, "text/html; charset=utf-8", "no-store"), (page.Status, page.Headers["Content-Type"], page.Headers["Cache-Control"]));
        Assert.Equal(
            "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
            + "script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'",
            page.Headers["Content-Security-Policy"]);
        Assert.Equal("no-referrer", page.Headers["Referrer-Policy"]);
        Assert.DoesNotMatch(@"(?i)<style|\sstyle=|\son[a-z]+=|<script(?![^>]+src=)|//", page.Body);
    }

    [Fact]
    public async Task What_it_loads_may_be_kept_for_ever_below_a_name_that_changes_with_it()
    {
        var files = Reference().Matches((await Get("/setup")).Body).Select(match => match.Groups[1].Value).ToArray();

        Assert.Equal(["icon.svg", "setup.css", "setup.js"], files.Select(Path.GetFileName));
        foreach (var path in files.Append($"{Path.GetDirectoryName(files[0])}/qr.js"))
        {
            var file = await Get(path);
            Assert.Equal((200, "public, max-age=31536000, immutable", "nosniff"), (file.Status, file.Headers["Cache-Control"], file.Headers["X-Content-Type-Options"]));
            Assert.DoesNotMatch(@"(url\(|from |import )[""']?(https?:)?//", file.Body);
        }
    }

    [Theory]
    [InlineData("GET", "/setupanything", 401, ErrorCode.Unauthorized)]
    [InlineData("GET", "/setup/other", 404, ErrorCode.NotFound)]
    [InlineData("GET", "/setup/000000000000/setup.js", 404, ErrorCode.NotFound)]
    [InlineData("GET", "/setup/{hash}/setup.html", 404, ErrorCode.NotFound)]
    [InlineData("GET", "/setup/{hash}/..%2f..%2fkeys.json", 404, ErrorCode.NotFound)]
    [InlineData("POST", "/setup", 405, ErrorCode.MethodNotAllowed)]
    public async Task Nothing_else_is_open_beside_it(string method, string path, int status, string code)
    {
        var hash = Reference().Match((await Get("/setup")).Body).Groups[1].Value.Split('/')[2];

        var answer = await _guest.Send(new HttpMethod(method), path.Replace("{hash}", hash, StringComparison.Ordinal));

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_host_without_an_identity_has_no_page()
    {
        using var elsewhere = new Guest(PostaUrl.Parse($"https://bob.localhost:{_server.Port}"));

        Assert.Equal(404, (await elsewhere.Send(HttpMethod.Get, "/setup")).Status);
    }

    private Task<ApiAnswer> Get(string path) => _guest.Send(HttpMethod.Get, path);

    [GeneratedRegex("(?:href|src)=\"(/setup/[^\"]+)\"")]
    private static partial Regex Reference();
}
