using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Posta.Protocol;
using Posta.Testing;

namespace ChatPosta.Tests.Upstream;

/// <summary>
/// A posta-server on a real TLS socket that answers what the test wants: by default as alice's, to her token only.
/// </summary>
internal sealed class PostaServer : IAsyncDisposable
{
    public const string Token = "mst_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    // One authority for all tests: making a key takes longer than many tests.
    private static readonly TestAuthority Authority = new();
    private static readonly X509Certificate2 Certificate = Authority.Issue("alice.localhost", "bob.localhost");

    private readonly WebApplication _app;
    private int _requests;

    private PostaServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate)));
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(Serve);
        Answer = AsAlice;
    }

    public static X509Certificate2Collection Roots => Authority.Roots;

    public RequestDelegate Answer { get; set; }

    /// <summary>The one token that it takes; null when it takes none any more.</summary>
    public string? Accepted { get; set; } = Token;

    public int Requests => Volatile.Read(ref _requests);

    public Uri Origin => new($"https://alice.localhost:{new Uri(_app.Urls.First()).Port}/");

    public PostaUrl Identity => PostaUrl.Parse(Origin.AbsoluteUri.TrimEnd('/'));

    public string PairingUri => Pairing(Token);

    /// <summary>A link with that token.</summary>
    public string Pairing(string token) => new PairingUri(Identity.Authority, token).ToString();

    public static async Task<PostaServer> Start()
    {
        var server = new PostaServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Every request gets this status and body.</summary>
    public void Say(int status, string body = "", string type = "application/json") => Answer = async context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    };

    public async ValueTask DisposeAsync()
    {
        // Requests that a test left hanging are cut.
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private Task Serve(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        return Answer(context);
    }

    /// <summary>Answers as bob's server, whatever the token; his identity lives on the same port.</summary>
    public PostaUrl BecomeBobs()
    {
        var bob = PostaUrl.Parse(Identity.Canonical.Replace("alice", "bob", StringComparison.Ordinal));
        Say(200, $$"""{"url":"{{bob.Display}}","name":"Bob"}""");
        return bob;
    }

    private async Task AsAlice(HttpContext context)
    {
        var isAlice = Accepted is not null && context.Request.Headers.Authorization == $"Bearer {Accepted}";
        context.Response.StatusCode = isAlice ? 200 : 401;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(!isAlice ? """{"error":"unauthorized","message":""}""" : context.Request.Path.Value switch
        {
            "/api/v1/identity" => $$"""{"url":"{{Identity.Display}}","name":"Alice","about":"","avatar":"","kind":"person"}""",
            "/api/v1/contacts" or "/api/v1/messages" when HttpMethods.IsGet(context.Request.Method) => "[]",
            _ => """{"rowId":1,"id":"x","state":"pending"}""",
        });
    }
}
