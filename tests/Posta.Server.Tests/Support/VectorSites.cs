using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Posta.Testing;

namespace Posta.Server.Tests.Support;

/// <summary>
/// The sites of tests/vectors/envelopes.json on the port that their addresses name. The loopback address is made up for
/// each run, so that two runs on one machine do not meet.
/// </summary>
public sealed class VectorSites : IAsyncLifetime
{
    private const int Port = 8443;

    private static readonly Dictionary<string, JsonElement> Sites = Vectors.Read("envelopes.json").GetProperty("sites")
        .EnumerateArray().ToDictionary(site => site.GetProperty("url").GetString()!);

    private readonly IPAddress _address = new([127, .. RandomNumberGenerator.GetBytes(2), (byte)RandomNumberGenerator.GetInt32(1, 255)]);
    private WebApplication _app = null!;

    public static IEnumerable<string> Hosts => Sites.Keys.Select(url => new Uri(url).Host).Distinct();

    public int Fetches { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(_address, Port, endpoint => endpoint.UseHttps(TestServer.Certificate)));
        _app = builder.Build();
        _app.Run(Answer);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public Task<IPAddress[]> Resolve(string host, CancellationToken ct) =>
        host == "nobody.example" ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult(new[] { _address });

    private Task Answer(HttpContext context)
    {
        Fetches++;
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!Sites.TryGetValue($"https://{context.Request.Host}{(target == "/" ? "" : target)}", out var site))
            return Results.NotFound().ExecuteAsync(context);

        context.Response.Headers.Location = "https://alice.example:8443";
        context.Response.StatusCode = site.GetProperty("status").GetInt32();
        context.Response.ContentType = site.GetProperty("contentType").GetString();
        return context.Response.Body.WriteAsync(site.GetProperty("body").GetBytesFromBase64()).AsTask();
    }
}
