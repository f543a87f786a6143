using System.Security.Cryptography.X509Certificates;
using ChatPosta.Accounts;
using ChatPosta.Web;
using Microsoft.AspNetCore.Connections;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Server;
using Posta.Server.Identities;
using Posta.Server.Tokens;

namespace ChatPosta.Demo;

/// <summary>
/// chat-posta and a posta-server in one process, as <c>serve</c> runs them: the two identities federate with each other
/// over TLS, and chat-posta reaches them as it reaches any posta-server.
/// </summary>
internal sealed class RunningDemo : IAsyncDisposable
{
    private static readonly (string Slug, string Name)[] People = [("alice", "Alice"), ("bob", "Bob")];
    private static readonly TimeSpan InviteLifetime = TimeSpan.FromHours(24);
    private static readonly TimeProvider Time = TimeProvider.System;

    private readonly DemoFolder _folder;
    private readonly DemoAuthority _authority = new(Time);
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _server;
    private readonly WebApplication _chat;
    private readonly Stack<WebApplication> _running = new();

    private RunningDemo(DemoOptions options)
    {
        _folder = DemoFolder.Open(options.Data);
        _certificate = _authority.Issue(People.Select(person => HostOf(person.Slug)));
        _server = Posta.Server.App.Build(ServerConfig(options), logging: logging => Log.Configure(logging, LogLevel.Warning, LogFormat.Text));
        _chat = App.Build(ChatConfig(options));
    }

    public Uri Url => _chat.Services.GetRequiredService<Site>().BaseUrl;

    public IReadOnlyList<DemoIdentity> Identities { get; private set; } = [];

    /// <exception cref="DemoException">A port is taken, or the folder cannot be used.</exception>
    public static async Task<RunningDemo> Start(DemoOptions options, CancellationToken ct)
    {
        var demo = new RunningDemo(options);
        try
        {
            await demo.Start(options.Port, options.ServerPort, ct);
            return demo;
        }
        catch
        {
            await demo.DisposeAsync();
            throw;
        }
    }

    public Task WaitForStop(CancellationToken ct) => _chat.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        // The chat first: its tabs are told to come back before their server goes.
        while (_running.TryPop(out var app)) await app.StopAsync(CancellationToken.None);
        await _chat.DisposeAsync();
        await _server.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    private async Task Start(int port, int serverPort, CancellationToken ct)
    {
        await Listen(_server, _folder.ServerPort is { } home ? Kept(home) : Taken(serverPort, "--server-port"), ct);
        var identities = await MakeIdentities(ct);
        await Listen(_chat, Taken(port, "--port"), ct);
        foreach (var entry in identities) Identities = [.. Identities, await Invite(entry, ct)];
    }

    private async Task Listen(WebApplication app, string whenTaken, CancellationToken ct)
    {
        try
        {
            await app.StartAsync(ct);
            _running.Push(app);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new DemoException(whenTaken, exception);
        }
    }

    private static string Taken(int port, string flag) => $"Port {port} is in use by another program. Choose another one with {flag}.";

    private static string Kept(int port) =>
        $"Port {port} is in use by another program, and the addresses of the people in this folder have it. Stop that program, or choose another folder with --data.";

    /// <summary>The server runs already, so that its port is known: it stands in the identities' addresses.</summary>
    private async Task<IReadOnlyList<ManifestEntry>> MakeIdentities(CancellationToken ct)
    {
        var port = new Uri(_server.Urls.First()).Port;
        var known = Manifest.Read(_folder.Manifest);
        foreach (var (slug, name) in People.Where(person => known.All(entry => entry.Slug != person.Slug)))
        {
            var entry = new ManifestEntry(slug, PostaUrl.Parse($"https://{HostOf(slug)}:{port}"), name);
            await IdentityFolder.Create(_folder.Server, entry, Time, ct);
            Manifest.Add(_folder.Manifest, entry);
        }

        await _server.Services.GetRequiredService<IdentityRegistry>().Reload(ct);
        return Manifest.Read(_folder.Manifest);
    }

    private async Task<DemoIdentity> Invite(ManifestEntry entry, CancellationToken ct)
    {
        using var database = IdentityFolder.Of(_folder.Server, entry.Slug).OpenDatabase();
        var token = await new TokenStore(database, Time).Create("chat-posta demo", ct);
        var (_, code) = await _chat.Services.GetRequiredService<InviteStore>().Create(entry.Name, InviteLifetime);
        return new(entry.Slug, entry.Url, InviteLink.For(Url, code), new PairingUri(entry.Url.Authority, token).ToString());
    }

    private ServerConfig ServerConfig(DemoOptions options) => new()
    {
        Listen = [new("localhost", _folder.ServerPort ?? options.ServerPort)],
        Manifest = _folder.Manifest,
        Data = _folder.Server,
        AllowPrivateEgress = true,
        Certificate = _certificate,
        TrustedRoots = [_authority.Root],
    };

    private ChatConfig ChatConfig(DemoOptions options) => new()
    {
        Listen = [new("localhost", options.Port)],
        Db = _folder.ChatDb,
        BaseUrl = new Uri($"http://localhost:{options.Port}"),
        AllowPrivateEgress = true,
        TrustedRoots = [_authority.Root],
        LogLevel = LogLevel.Warning,
    };

    /// <summary>Names below localhost reach this machine without any DNS (RFC 6761 §6.3).</summary>
    private static string HostOf(string slug) => $"{slug}.localhost";
}
