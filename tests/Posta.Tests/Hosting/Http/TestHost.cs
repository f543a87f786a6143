using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Posta.Tests.Hosting.Http;

/// <summary>A real Kestrel on a port of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private TestHost(WebApplication app, bool tls)
    {
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
        Url = new Uri($"{(tls ? "https" : "http")}://localhost:{Port}");
    }

    public Uri Url { get; }

    public int Port { get; }

    public IHostApplicationLifetime Lifetime => _app.Lifetime;

    public static async Task<TestHost> Start(
        Action<WebApplication> pipeline, X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2, Action<WebApplicationBuilder>? set = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = certificate is null ? HttpProtocols.Http1 : protocols;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        set?.Invoke(builder);
        var app = builder.Build();
        pipeline(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(app, certificate is not null);
    }

    public Task<HttpResponseMessage> Get(string path = "/", params (string Name, string Value)[] headers) => Send("GET", path, headers);

    public Task<HttpResponseMessage> Send(string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Url, path));
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return Send(request);
    }

    public Task<HttpResponseMessage> Send(HttpRequestMessage request) => _client.SendAsync(request, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }
}
