using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Posta.Testing;

/// <summary>A real program on a real TLS socket that speaks a posta-server's event stream, line by line as the test says.</summary>
internal sealed class ScriptedUpstream : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly Channel<ScriptedStream> _arrivals = Channel.CreateUnbounded<ScriptedStream>();
    private readonly WebApplication _app;
    private int _attempts;

    private ScriptedUpstream()
    {
        Certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate)));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/api/v1/events", Answer);
    }

    /// <summary>Its own authority: a client that trusts this root trusts the server.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary><c>https://localhost:port/</c></summary>
    public Uri Origin { get; private set; } = null!;

    /// <summary>What further requests are answered with; only 200 opens a stream.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public int Attempts => Volatile.Read(ref _attempts);

    public static async Task<ScriptedUpstream> Start()
    {
        var upstream = new ScriptedUpstream();
        await upstream._app.StartAsync();
        var addresses = upstream._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        upstream.Origin = new Uri($"https://localhost:{new Uri(addresses.Single()).Port}/");
        return upstream;
    }

    /// <summary>The next stream that was asked for.</summary>
    public async Task<ScriptedStream> Accept()
    {
        using var limit = new CancellationTokenSource(Bound);
        return await _arrivals.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _arrivals.Writer.TryComplete();
        while (_arrivals.Reader.TryRead(out var stream)) stream.End();
        await _app.DisposeAsync();
        Certificate.Dispose();
    }

    private async Task Answer(HttpContext context)
    {
        Interlocked.Increment(ref _attempts);
        context.Response.StatusCode = Status;
        if (Status != StatusCodes.Status200OK) return;

        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var stream = new ScriptedStream(context);
        _arrivals.Writer.TryWrite(stream);
        await stream.Over;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
