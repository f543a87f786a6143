using System.Net;
using ChatPosta.Accounts;
using ChatPosta.Live;
using ChatPosta.Sessions;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Testing;

namespace ChatPosta.Tests.Live;

/// <summary>The live slice alone on a real socket: one user, whose session is the one that the request names.</summary>
internal sealed class LiveApp : IAsyncDisposable
{
    private const string UserId = "alice";

    private readonly string _folder = Directory.CreateTempSubdirectory("chat-posta-").FullName;
    private readonly HttpMessageInvoker _browser = new(new SocketsHttpHandler());
    private readonly WebApplication _app;

    private LiveApp(ScriptedUpstream upstream)
    {
        Upstream = upstream;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(new ChatConfig { Listen = [], Db = "", BaseUrl = new Uri("http://localhost") });
        builder.Services.AddSingleton(_ => AccountDatabase.Open(Path.Combine(_folder, "state.db")));
        builder.Services.AddSingleton<UserStore>();
        builder.Services.AddSingleton(new GuardedHttp(new EgressOptions { AllowPrivate = true, TrustedRoots = [upstream.Certificate] }));
        builder.Services.AddLive();
        _app = builder.Build();
        _app.Use(SignIn);
        _app.MapLive();
    }

    public ManualTime Time { get; } = new();

    public ScriptedUpstream Upstream { get; }

    public LiveHub Hub => _app.Services.GetRequiredService<LiveHub>();

    public static async Task<LiveApp> Start()
    {
        var app = new LiveApp(await ScriptedUpstream.Start());
        await app.AddUser();
        await app._app.StartAsync();
        return app;
    }

    public Task<HttpResponseMessage> Get(string query = "", string session = "s1", string lastEventId = "")
    {
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/events{query}");
        request.Headers.Add("X-Session", session);
        if (lastEventId.Length > 0) request.Headers.Add("Last-Event-ID", lastEventId);
        return _browser.SendAsync(request, CancellationToken.None);
    }

    public async Task<BrowserTab> Open(string query = "", string session = "s1", string lastEventId = "") =>
        await BrowserTab.Reading(await Get(query, session, lastEventId));

    public async Task<bool> IsLinked() => (await _app.Services.GetRequiredService<UserStore>().Find(UserId))!.User.IsLinked;

    public void Stop() => _app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

    public async ValueTask DisposeAsync()
    {
        Stop();
        await _app.DisposeAsync();
        await Upstream.DisposeAsync();
        _browser.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Task SignIn(HttpContext context, RequestDelegate next)
    {
        var now = Time.GetUtcNow();
        var user = new User(UserId, "Alice", PostaUrl.Parse("https://alice.example"), Upstream.Origin, IsLinked: true, now, now);
        context.Features.Set(new Session
        {
            Id = context.Request.Headers["X-Session"]!,
            User = user,
            Token = new Secret("mst_token"),
            CredentialId = "",
            CreatedAt = now,
            ExpiresAt = now.AddDays(7),
            LastSeenAt = now,
            AssertedAt = now,
        });
        return next(context);
    }

    private async Task AddUser() => await _app.Services.GetRequiredService<AccountDatabase>().Db.Write(db => db.Execute(
        """
        INSERT INTO users (id, name, created_at, last_seen_at) VALUES (@UserId, 'Alice', @at, @at);
        INSERT INTO server_links (id, user_id, identity_url, server_origin, sealed_token, linked_at)
        VALUES ('link', @UserId, 'https://alice.example', @origin, x'00', @at)
        """,
        new { UserId, at = SqlTime.Text(Time.GetUtcNow()), origin = Upstream.Origin.AbsoluteUri }));
}
