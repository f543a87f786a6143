using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Posta.Hosting.Egress;
using Posta.Hosting.Events;
using Posta.Testing;
using Posta.Tests.Hosting.Http;

namespace Posta.Tests.Hosting.Egress;

public sealed class GuardedHttpTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly TestCertificates _certificates = new();
    private readonly ManualTime _time = new();
    private readonly GuardedHttp _http;

    public GuardedHttpTests() => _http = Trusting(_certificates.Root);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _http.Dispose();
        _certificates.Dispose();
    }

    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, 2)]
    [InlineData(HttpProtocols.Http1, 1)]
    public async Task It_speaks_http_2_and_falls_back(HttpProtocols protocols, int major)
    {
        await using var host = await Start(app => app.MapGet("/", () => "hello"), protocols: protocols);
        using var response = await _http.Send(new(HttpMethod.Get, host.Url), Limit, Ct);
        Assert.Equal(major, response.Version.Major);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Names_below_localhost_are_loopback_for_the_demo()
    {
        await using var host = await Start(app => app.MapGet("/", (HttpContext context) => context.Request.Host.Host));
        var answer = await Get(new Uri($"https://bob.localhost:{host.Port}/"));
        Assert.Equal("bob.localhost", Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task A_certificate_of_a_stranger_or_for_another_name_is_refused()
    {
        await using var host = await Start(app => app.MapGet("/", () => "hello"));
        using var wary = new GuardedHttp(new EgressOptions { AllowPrivate = true });
        Assert.Equal(EgressFailure.Tls, await Failure(wary, host.Url));
        await using var other = await Start(app => app.MapGet("/", () => "hello"), TestCertificates.Issue(_certificates.Root, "other.example"));
        Assert.Equal(EgressFailure.Tls, await Failure(_http, other.Url));
    }

    [Fact]
    public async Task A_certificate_cannot_make_us_fetch_its_issuer()
    {
        var fetched = 0;
        await using var library = await TestHost.Start(app => app.Run(_ => { fetched++; return Task.CompletedTask; }));
        using var hidden = TestCertificates.Authority("CN=Not sent along");
        await using var host = await Start(app => app.MapGet("/", () => "hello"), TestCertificates.Issue(hidden, "localhost", $"http://127.0.0.1:{library.Port}/issuer"));
        fetched = 0; // The server itself looked for it.
        using var wary = new GuardedHttp(new EgressOptions { AllowPrivate = true });
        Assert.Equal(EgressFailure.Tls, await Failure(wary, host.Url));
        Assert.Equal(EgressFailure.Tls, await Failure(_http, host.Url));
        Assert.Equal(0, fetched);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_no_cookie_comes_back()
    {
        await using var host = await Start(app => app.MapGet("/", (HttpContext context) =>
        {
            context.Response.Cookies.Append("track", "me");
            return context.Request.Headers.Cookie.Count > 0 ? Results.Conflict() : Results.Redirect("https://elsewhere.example/");
        }));
        for (var i = 0; i < 2; i++)
        {
            var answer = await Get(host.Url);
            Assert.Equal((HttpStatusCode.Found, "https://elsewhere.example/"), (answer.Status, answer.Headers.Location?.ToString()));
        }
    }

    [Fact]
    public async Task The_headers_must_come_within_the_limit()
    {
        await using var host = await Start(app => app.MapGet("/", async (HttpContext context) => { await Task.Delay(Timeout.Infinite, context.RequestAborted); }));
        var asking = Failure(_http, host.Url);
        await Eventually.True(() => { _time.Advance(TimeSpan.FromSeconds(1)); return asking.IsCompleted; });
        Assert.Equal(EgressFailure.Timeout, await asking);
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Headers_of_more_than_16_kib_are_no_answer(HttpProtocols protocols)
    {
        await using var host = await Start(
            app => app.MapGet("/", (HttpContext context) => { context.Response.Headers["X-Long"] = new string('x', 17 * 1024); }), protocols: protocols);
        Assert.Equal(EgressFailure.Network, await Failure(_http, host.Url));
    }

    [Fact]
    public async Task A_stream_outlives_the_limit()
    {
        var ring = new EventRing();
        using var heartbeat = new Heartbeat(TimeSpan.FromMinutes(1), _time);
        await using var host = await Start(app => app.MapGet("/", () => new EventStreamResult(ring.Subscribe("").Cursor, heartbeat)));
        using var response = await _http.Send(new(HttpMethod.Get, host.Url), Limit, Ct);
        await using var events = SseReader.Read(await response.Content.ReadAsStreamAsync(Ct), 1000, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await events.MoveNextAsync());
        _time.Advance(10 * Limit);
        ring.Append("late", "but here");
        while (events.Current.IsKeepAlive) Assert.True(await events.MoveNextAsync());
        Assert.Equal("but here", events.Current.Data);
    }

    [Theory]
    [InlineData(99, EgressFailure.TooLarge)]
    [InlineData(100, null)]
    public async Task A_body_is_read_up_to_the_cap(int cap, EgressFailure? cut)
    {
        await using var host = await Start(app => app.MapGet("/", () => Results.Text(new string('x', 100), "Text/Plain", statusCode: 418)));
        var answer = await _http.Exchange(new(HttpMethod.Get, host.Url), Limit, cap, Ct);
        Assert.Equal((418, "text/plain", cap, cut), ((int)answer.Status, answer.MediaType, answer.Body.Length, answer.Cut));
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_a_network_failure()
    {
        var headersRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var host = await Start(app => app.MapGet("/", async (HttpContext context) =>
        {
            await Begin(context);
            await headersRead.Task;
            context.Abort();
        }));
        using var response = await _http.Send(new(HttpMethod.Get, host.Url), Limit, Ct);
        headersRead.SetResult();
        Assert.Equal(EgressFailure.Network, await new CappedBody(100).Fill(response, Ct));
    }

    [Fact]
    public async Task The_status_decides_even_when_the_body_never_ends()
    {
        await using var host = await Start(app => app.MapGet("/", async (HttpContext context) =>
        {
            await Begin(context);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));
        using var http = new GuardedHttp(new EgressOptions { AllowPrivate = true, TrustedRoots = [_certificates.Root] }, TimeProvider.System);
        var answer = await http.Exchange(new(HttpMethod.Get, host.Url), TimeSpan.FromSeconds(2), 100, Ct);
        Assert.Equal((HttpStatusCode.Accepted, "begun", EgressFailure.Timeout), (answer.Status, Encoding.UTF8.GetString(answer.Body), answer.Cut));
    }

    [Fact]
    public async Task A_closed_port_is_a_network_failure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Equal(EgressFailure.Network, await Failure(_http, new Uri($"https://localhost:{port}/")));
    }

    private static async Task Begin(HttpContext context)
    {
        context.Response.StatusCode = 202;
        await context.Response.WriteAsync("begun", Ct);
        await context.Response.Body.FlushAsync(Ct);
    }

    private Task<TestHost> Start(Action<WebApplication> pipeline, X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2) =>
        TestHost.Start(pipeline, certificate ?? _certificates.Localhost, protocols);

    private GuardedHttp Trusting(X509Certificate2 root) => new(new EgressOptions { AllowPrivate = true, TrustedRoots = [root] }, _time);

    private Task<EgressAnswer> Get(Uri url) => _http.Exchange(new(HttpMethod.Get, url), Limit, 10_000, Ct);

    private static async Task<EgressFailure> Failure(GuardedHttp http, Uri url) =>
        (await Assert.ThrowsAsync<EgressException>(() => http.Send(new(HttpMethod.Get, url), Limit, Ct))).Failure;
}
