using System.Security.Cryptography.X509Certificates;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posta.Protocol;
using Posta.Server.Identities;
using Posta.Server.Tokens;
using Posta.Testing;

namespace Posta.Server.Tests.Support;

/// <summary>A real posta-server on a free port, with TLS, and the identities that a test asks for.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>One authority for all tests: making one takes longer than many tests.</summary>
    public static readonly TestAuthority Authority = new();

    public static readonly X509Certificate2 Certificate =
        Authority.Issue(["alice.localhost", "bob.localhost", "carol.localhost", "dave.localhost", "bob.example", .. VectorSites.Hosts]);

    private readonly TimeProvider _time;
    private readonly List<ApiClient> _clients = [];

    private TestServer(ServerConfig config, TimeProvider time)
    {
        Config = config;
        _time = time;
        App = Server.App.Build(config, time, logs => logs.AddProvider(Errors));
    }

    public ServerConfig Config { get; private set; }

    public WebApplication App { get; private set; }

    public int Port { get; private set; }

    /// <summary>What the log has at error and above.</summary>
    public ErrorLog Errors { get; } = new();

    public IdentityRegistry Registry => App.Services.GetRequiredService<IdentityRegistry>();

    public static Task<TestServer> Start(params string[] names) => Start(new ServerConfig(), TimeProvider.System, names);

    public static Task<TestServer> Start(TimeProvider time, params string[] names) => Start(new ServerConfig(), time, names);

    public static Task<TestServer> Start(ServerConfig config, TimeProvider time, params string[] names) =>
        Start(config, time, allowPrivate: true, names);

    public static async Task<TestServer> Start(ServerConfig config, TimeProvider time, bool allowPrivate, params string[] names)
    {
        var folder = Directory.CreateTempSubdirectory("posta-server-test-").FullName;
        var server = new TestServer(
            config with
            {
                Listen = [new("127.0.0.1", 0)],
                Manifest = Path.Combine(folder, "identities.toml"),
                Data = Path.Combine(folder, "data"),
                AllowPrivateEgress = allowPrivate,
                Certificate = Certificate,
                TrustedRoots = Authority.Roots,
            },
            time);
        await server.Run();
        foreach (var name in names)
            await server.Add(name);
        return server;
    }

    public PostaUrl Url(string name) => PostaUrl.Parse($"https://{name}.localhost:{Port}");

    /// <summary>The very way of `identity add` and SIGHUP.</summary>
    public Task Add(string slug, string path = "", string? name = null) => Add(slug, PostaUrl.Parse(Url(slug).Canonical + path), name);

    public async Task Add(string slug, PostaUrl url, string? name = null)
    {
        var entry = new ManifestEntry(slug, url, name ?? char.ToUpperInvariant(slug[0]) + slug[1..]);
        await IdentityFolder.Create(Config.Data, entry, _time);
        Manifest.Add(Config.Manifest, entry);
        await Registry.Reload();
    }

    public TokenStore Tokens(string name) => Identity(name).Tokens;

    public Identity Identity(string name) => Registry.Find(new(Url(name).Authority))!;

    /// <summary>Does to an identity's database what no request can.</summary>
    public async Task Execute(string name, string sql)
    {
        await using var database = IdentityFolder.Of(Config.Data, name).OpenDatabase();
        await database.Write(connection => connection.Execute(sql), TestContext.Current.CancellationToken);
    }

    /// <summary>A client of that identity with a token of its own.</summary>
    public async Task<ApiClient> Client(string name, string tokenName = "test", string? at = null)
    {
        var client = new ApiClient(Url(at ?? name), await Tokens(name).Create(tokenName));
        _clients.Add(client);
        return client;
    }

    public async Task Stop() => await App.StopAsync();

    /// <summary>Starts again on the same port and data, after <see cref="Stop"/>.</summary>
    public async Task StartAgain()
    {
        await App.DisposeAsync();
        Config = Config with { Listen = [new("127.0.0.1", Port)] };
        App = Server.App.Build(Config, _time, logs => logs.AddProvider(Errors));
        await Run();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        Directory.Delete(Path.GetDirectoryName(Config.Manifest)!, recursive: true);
    }

    private async Task Run()
    {
        await App.StartAsync();
        var address = App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Port = new Uri(address).Port;
    }
}
