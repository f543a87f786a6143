using System.Text;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests;

/// <summary>What holds for every address of the API (C-03, C-32).</summary>
public sealed class ClientApiTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_identity_shows_what_the_manifest_seeded()
    {
        var answer = await _alice.Get("/identity");

        Assert.Equal(new Identity(_alice.Url.Display, "Alice", "", "", "person"), answer.Read(ClientApiJson.Default.Identity));
        Assert.Equal(("no-store", "nosniff"), (answer.Headers["Cache-Control"], answer.Headers["X-Content-Type-Options"]));
    }

    [Fact]
    public async Task Host_comes_before_token_before_path_before_method()
    {
        using var stranger = new ApiClient(_alice.Url, "mst_wrong");
        using var elsewhere = new ApiClient(PostaUrl.Parse($"https://bob.localhost:{_server.Port}"), "mst_wrong");

        Assert.Equal((404, ErrorCode.NotFound), Outcome(await elsewhere.Get("/identity")));
        Assert.Equal((401, ErrorCode.Unauthorized), Outcome(await stranger.Get("/nowhere")));
        Assert.Equal((401, ErrorCode.Unauthorized), Outcome(await stranger.Delete("/identity")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _alice.Get("/nowhere")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _alice.Get("")));
        Assert.Equal((405, ErrorCode.MethodNotAllowed), Outcome(await _alice.Delete("/identity")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _alice.Get("/devices")));
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones()
    {
        var answer = await _alice.Send(HttpMethod.Options, "/contacts");

        Assert.Equal((405, ErrorCode.MethodNotAllowed), Outcome(answer));
        Assert.Equal(["DELETE", "GET", "PATCH", "POST"], answer.Headers["Allow"].Split(", ").Order());
    }

    [Fact]
    public async Task Pages_of_other_sites_get_no_permission()
    {
        _alice.Http.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        foreach (var answer in new[] { await _alice.Get("/identity"), await _alice.Send(HttpMethod.Options, "/identity") })
            Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_database_that_takes_no_writes_is_read_from()
    {
        await _server.Execute("alice", "CREATE TRIGGER full BEFORE UPDATE ON auth_tokens BEGIN SELECT RAISE(FAIL, 'full'); END");

        Assert.Equal(200, (await _alice.Get("/identity")).Status);
    }

    [Fact]
    public async Task No_cache_keeps_a_failure()
    {
        await _server.Execute("alice", "ALTER TABLE contacts RENAME TO gone");

        var failure = await _alice.Get("/contacts");

        Assert.Equal((500, "no-store"), (failure.Status, failure.Headers.GetValueOrDefault("Cache-Control")));
    }

    [Fact]
    public async Task A_challenge_names_the_scheme_and_tokens_are_per_identity()
    {
        await _server.Add("bob");
        var withAlicesToken = await _server.Client("alice", at: "bob");

        var answer = await withAlicesToken.Get("/identity");

        Assert.Equal((401, "Bearer", "no-store"), (answer.Status, answer.Headers["WWW-Authenticate"], answer.Headers["Cache-Control"]));
    }

    [Fact]
    public async Task Health_is_answered_at_any_host_also_without_identities()
    {
        await using var empty = await TestServer.Start();
        using var client = RawHttp.Client(empty.Url("dave"));

        Assert.Equal("ok\n", await client.GetStringAsync($"{empty.Url("dave")}/healthz", TestContext.Current.CancellationToken));
        var answer = await client.GetAsync($"{empty.Url("dave")}/", TestContext.Current.CancellationToken);
        Assert.Equal(404, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("GET /api/v1/identity HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET /api/v1/identity HTTP/1.1\r\nHost: a@b\r\n\r\n", "400")]
    [InlineData("GET /api/v1/identity HTTP/1.1\r\nHost: alice.localhost.\r\n\r\n", "404")]
    [InlineData("GET /api/v1/identity HTTP/1.1\r\nHost: xn--a\r\n\r\n", "404")]
    [InlineData("GET / HTTP/1.1\r\nHost: xn--a\r\n\r\n", "404")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: xn--a\r\n\r\n", "200")]
    [InlineData("GET /api/v1/identity HTTP/1.0\r\n\r\n", "404")]
    public async Task A_host_that_is_none_is_not_found_or_malformed(string request, string status) =>
        Assert.Equal(status, (await RawHttp.Exchange(_alice.Url, Encoding.ASCII.GetBytes(request))).Split(' ')[1]);

    [Fact]
    public async Task The_host_is_compared_without_case()
    {
        var request = $"GET / HTTP/1.1\r\nHost: ALICE.localhost:{_server.Port}\r\nConnection: close\r\n\r\n";

        Assert.Equal("HTTP/1.1 200 OK", await RawHttp.Exchange(_alice.Url, Encoding.ASCII.GetBytes(request)));
    }

    private static (int Status, string Code) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);
}
