using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Posta.Protocol;
using Posta.Server.Tests.Media;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests;

/// <summary>What holds for every route of the API, also for those that are still to come (C-32, C-33).</summary>
public sealed class EveryRouteTests : IAsyncLifetime
{
    private const string Prefix = "/api/v1";
    private const string Invites = Prefix + "/invite/";
    private const int JsonLimit = 256 * 1024;

    // They have a limit of their own, or read no body.
    private static readonly string[] NotJson = [$"POST {Prefix}/uploads", $"PUT {Prefix}/identity/avatar", $"POST {Prefix}/messages/1/retry"];

    private TestServer _server = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _alice = await _server.Client("alice");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_answer_carries_the_headers_and_every_no_a_code()
    {
        Assert.InRange(Routes().Count, 15, 100);
        var wrong = new List<string>();
        foreach (var route in Routes())
        {
            using var answer = await Send(route, new StringContent("{}"));
            wrong.AddRange((await Check(answer)).Select(what => $"{route}: {what}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_route_but_the_open_ones_asks_for_a_token()
    {
        _alice.Http.DefaultRequestHeaders.Authorization = null;
        var wrong = new List<string>();
        foreach (var route in Routes().Where(route => !route.Contains(Invites, StringComparison.Ordinal)))
        {
            using var answer = await Send(route, new StringContent("{}"));
            wrong.AddRange((await Check(answer)).Select(what => $"{route}: {what}"));
            if ((int)answer.StatusCode != 401 || answer.Headers.WwwAuthenticate.ToString() != "Bearer")
                wrong.Add($"{route}: {answer.StatusCode} {answer.Headers.WwwAuthenticate}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_JSON_body_has_a_limit_however_it_comes()
    {
        var wrong = new List<string>();
        foreach (var route in Routes().Where(route => route.StartsWith('P') && !NotJson.Contains(route)))
        {
            using var over = await Send(route, new ByteArrayContent(Padded(JsonLimit + 1)));
            using var chunked = await Send(route, new StreamContent(new Dribble(Padded(JsonLimit + 1), 50_000)));
            using var full = await Send(route, new ByteArrayContent(Padded(JsonLimit)));
            foreach (var answer in new[] { over, chunked })
                if ((int)answer.StatusCode != 413 || (await ApiAnswer.Of(answer)).Code != ErrorCode.TooLarge)
                    wrong.Add($"{route}: {answer.StatusCode} for a byte too much");
            if ((int)full.StatusCode == 413)
                wrong.Add($"{route}: 413 for the largest body");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("POST /api/v1/uploads", "mst_wrong", 401)]
    [InlineData("POST /api/v1/nowhere", null, 404)]
    [InlineData("POST /api/v1/identity/avatar", null, 405)]
    [InlineData("POST /api/v1/messages/1/retry", null, 404)]
    public async Task A_no_reaches_who_still_sends(string route, string? token, int status)
    {
        if (token is not null)
            _alice.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

        foreach (var body in new HttpContent[] { new ByteArrayContent(new byte[5_000_000]), new StreamContent(new Dribble(new byte[5_000_000], 50_000)) })
        {
            using var answer = await Send(route, body);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private List<string> Routes() =>
    [
        .. from endpoint in _server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let path = endpoint.RoutePattern.RawText!.Replace("{rowId}", "1", StringComparison.Ordinal)
           where path.StartsWith(Prefix, StringComparison.Ordinal)
           from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
           select $"{method} {path}",
    ];

    private async Task<HttpResponseMessage> Send(string route, HttpContent body)
    {
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://{_alice.Url.Authority}{path}");
        request.Headers.Add("Origin", "https://elsewhere.example");
        if (method != "GET")
            request.Content = body;
        // The stream of events never ends.
        return await _alice.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    private static async Task<List<string>> Check(HttpResponseMessage answer)
    {
        var wrong = new List<string>();
        if (answer.Headers.CacheControl?.NoStore != true)
            wrong.Add($"Cache-Control {answer.Headers.CacheControl}");
        if (!answer.Headers.TryGetValues("X-Content-Type-Options", out var sniffing) || sniffing.Single() != "nosniff")
            wrong.Add("no X-Content-Type-Options");
        wrong.AddRange(answer.Headers.Select(header => header.Key).Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)));
        if (!answer.IsSuccessStatusCode && !ErrorCode.IsWellFormed((await ApiAnswer.Of(answer)).Code))
            wrong.Add($"{answer.StatusCode} without a code");
        return wrong;
    }

    private static byte[] Padded(int length) => Encoding.ASCII.GetBytes("{" + new string(' ', length - 2) + "}");
}
