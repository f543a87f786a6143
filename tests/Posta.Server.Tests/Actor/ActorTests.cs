using System.Text;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Actor;

public sealed class ActorTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/posta+json")]
    [InlineData("application/json")]
    [InlineData("text/html;q=0.5, application/posta+json")]
    [InlineData("text/html, application/posta+json")]
    [InlineData("text/html;q=0.5, */*")]
    [InlineData("text/html;q=0")]
    [InlineData("image/png")]
    [InlineData("")]
    public async Task Programs_get_the_actor_document(string? accept)
    {
        await using var server = await TestServer.Start("alice");

        var answer = await Ask(server.Url("alice"), HttpMethod.Get, accept);

        Assert.Equal((200, WireFormat.MediaType, "Accept"), (answer.Status, answer.Headers["Content-Type"], answer.Headers["Vary"]));
        Assert.True(ActorDocument.TryParse(Encoding.UTF8.GetBytes(answer.Body), server.Url("alice"), out var document, out _));
        Assert.Equal(("Alice", "person", "k1"), (document.Name, document.Kind, Assert.Single(document.Keys).Id));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("TEXT/HTML; charset=utf-8")]
    [InlineData("text/*")]
    [InlineData("text/html;q=0.9, application/posta+json;q=0.8")]
    [InlineData("application/posta+json;q=0, */*;q=0.1")]
    [InlineData("text/html, application/*;q=0.9")]
    public async Task Whoever_prefers_a_page_gets_one(string accept)
    {
        await using var server = await TestServer.Start("alice");

        var answer = await Ask(server.Url("alice"), HttpMethod.Get, accept);

        Assert.Equal((200, "text/html; charset=utf-8", "Accept"), (answer.Status, answer.Headers["Content-Type"], answer.Headers["Vary"]));
    }

    [Theory]
    [InlineData("", "200")]
    [InlineData("/", "200")]
    [InlineData("/?ignored", "200")]
    [InlineData("?ignored", "200")]
    [InlineData("?ignored=/elsewhere", "200")]
    [InlineData("/elsewhere", "401")]
    public async Task A_request_line_may_name_the_whole_url(string rest, string status)
    {
        await using var server = await TestServer.Start("alice");
        var url = server.Url("alice");

        var line = await RawHttp.Exchange(url, Encoding.ASCII.GetBytes($"GET {url}{rest} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"));

        Assert.Equal(status, line.Split(' ')[1]);
    }

    [Fact]
    public async Task Browsers_get_a_card_in_which_the_name_is_text()
    {
        await using var server = await TestServer.Start();
        await server.Add("alice", name: "Alice <b>");

        var answer = await Ask(server.Url("alice"), HttpMethod.Get, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        Assert.Equal("text/html; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Contains("<bdi>Alice &lt;b&gt;</bdi></h1>", answer.Body, StringComparison.Ordinal);
        Assert.Contains(server.Url("alice").Display, answer.Body, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_is_answered_as_get_without_a_body()
    {
        await using var server = await TestServer.Start("alice");

        var answer = await Ask(server.Url("alice"), HttpMethod.Head, null);

        Assert.Equal((200, WireFormat.MediaType, ""), (answer.Status, answer.Headers["Content-Type"], answer.Body));
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    public async Task Other_methods_are_told_which_there_are(string method)
    {
        await using var server = await TestServer.Start("alice");

        var answer = await Ask(server.Url("alice"), new HttpMethod(method), null);

        Assert.Equal((405, ErrorCode.MethodNotAllowed, "GET, HEAD, POST"), (answer.Status, answer.Code, answer.Headers["Allow"]));
    }

    [Fact]
    public async Task An_identity_below_a_path_answers_at_exactly_that_path()
    {
        await using var server = await TestServer.Start();
        await server.Add("alice", "/users/al%C3%A6");
        var url = PostaUrl.Parse(server.Url("alice") + "/users/al%C3%A6");

        Assert.Equal(200, (await Ask(url, HttpMethod.Get, null)).Status);
        Assert.Equal(200, (await Ask(url, HttpMethod.Get, null, "?ignored")).Status);
        foreach (var other in new[] { "", "users", "users/al%c3%a6", "users/al%C3%A6/" })
            Assert.Equal(401, (await Ask(PostaUrl.Parse(server.Url("alice").Canonical), HttpMethod.Get, null, other)).Status);
    }

    [Fact]
    public async Task A_rotated_key_is_published_without_a_restart()
    {
        await using var server = await TestServer.Start("alice");
        var file = IdentityFolder.Of(server.Config.Data, "alice").Keys;
        var ring = KeyRing.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        var now = TimeProvider.System.GetUtcNow();

        DurableFile.WriteSecret(file, ring.With(SigningKey.Generate("k2", now)).ToJson());

        Assert.Contains("\"k2\"", (await Ask(server.Url("alice"), HttpMethod.Get, null)).Body, StringComparison.Ordinal);
    }

    private static async Task<ApiAnswer> Ask(PostaUrl url, HttpMethod method, string? accept, string rest = "")
    {
        using var http = RawHttp.Client(url);
        var target = new Uri(url.ToUri().OriginalString + rest, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, target);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ApiAnswer.Of(response);
    }
}
