using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Posta.Protocol;
using Posta.Testing;

namespace Benchmarks;

/// <summary>
/// The posta-servers of thousands of users, each at a name of its own and over TLS, so that chat-posta has a connection to
/// each as it would out there. Scripted, because the figures need events at the moment that the load chooses, and because a
/// thousand real servers would take the processors from what is measured.
/// </summary>
internal sealed class ScriptedServers : IAsyncDisposable
{
    private const string Domain = ".live.localhost";

    private readonly TestAuthority _authority = new();
    private readonly ConcurrentDictionary<int, Channel<byte[]>> _streams = new();
    private readonly WebApplication _app;
    private readonly int _port = Workplace.FreePort();

    private ScriptedServers(Action<WebApplication>? map)
    {
        var certificate = _authority.Issue("*" + Domain);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, _port, endpoint => endpoint.UseHttps(certificate));
        });
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.MapGet("/api/v1/events", Events);
        map?.Invoke(_app);
    }

    /// <param name="map">What they answer besides their event streams.</param>
    public static async Task<ScriptedServers> Start(Action<WebApplication>? map = null)
    {
        var servers = new ScriptedServers(map);
        await servers._app.StartAsync();
        return servers;
    }

    /// <summary>How many streams are open.</summary>
    public int Followed => _streams.Count;

    public int Port => _port;

    public PostaUrl Url(int user) => PostaUrl.Parse($"https://u{user}{Domain}:{_port}");

    public bool IsFollowed(int user) => _streams.ContainsKey(user);

    /// <summary>Whom chat-posta has to trust, as a file for SSL_CERT_FILE.</summary>
    public string WriteRoots(string path)
    {
        File.WriteAllText(path, string.Join('\n', _authority.Roots.Select(root => root.ExportCertificatePem())));
        return path;
    }

    /// <summary>An event of that user, on the way when this returns.</summary>
    public void Say(int user, string id, string name, string data) =>
        _streams[user].Writer.TryWrite(Encoding.UTF8.GetBytes($"id: {id}\nevent: {name}\ndata: {data}\n\n"));

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams.Values) stream.Writer.TryComplete();
        await _app.DisposeAsync();
        _authority.Dispose();
    }

    private async Task Events(HttpContext context)
    {
        var user = int.Parse(context.Request.Host.Host.AsSpan(1, context.Request.Host.Host.Length - Domain.Length - 1), CultureInfo.InvariantCulture);
        var said = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
        context.Response.ContentType = "text/event-stream";
        await context.Response.BodyWriter.WriteAsync("event: connected\ndata: {}\n\nid: b-0\nevent: ready\ndata: {}\n\n"u8.ToArray());
        _streams[user] = said;
        using var gone = context.RequestAborted.Register(() => said.Writer.TryComplete());
        await foreach (var frame in said.Reader.ReadAllAsync(CancellationToken.None)) await context.Response.BodyWriter.WriteAsync(frame);
        _streams.TryRemove(KeyValuePair.Create(user, said));
    }
}
