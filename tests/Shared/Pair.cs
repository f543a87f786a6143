using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Server;
using Posta.Server.Identities;
using Posta.Server.Tokens;
using DeviceInviteLink = Posta.Server.Invites.InviteLink;
using DeviceInvites = Posta.Server.Invites.InviteStore;

namespace Posta.Testing;

/// <summary>
/// chat-posta and a posta-server with the identities alice and bob: two programs on free ports that reach each other
/// over TLS, as in production. The posta-server can be stopped and started again on its own.
/// </summary>
public sealed class Pair : IAsyncLifetime
{
    /// <summary>One authority for all pairs: making one takes longer than many tests.</summary>
    private static readonly TestAuthority Authority = new();

    private static readonly string[] Slugs = ["alice", "bob", "carol", "dave", "erin", "nobody"];

    private static readonly X509Certificate2 Certificate =
        Authority.Issue([.. ((string[])["localhost", "test"]).SelectMany(domain => Slugs.Select(slug => $"{slug}.{domain}"))]);

    private readonly string _folder = Directory.CreateTempSubdirectory("pair-").FullName;
    private readonly GuardedHttp _http = new(new EgressOptions { AllowPrivate = true, TrustedRoots = Authority.Roots, Resolve = Through(Wire.Behind) });
    private WebApplication _server = null!;
    private WebApplication _chat = null!;
    private int _serverPort;
    private Wire? _chatWire;
    private Wire? _serverWire;

    /// <summary>What a program must trust to reach the posta-server of any pair.</summary>
    public static X509Certificate2Collection Roots => Authority.Roots;

    /// <summary>Where browsers find chat-posta.</summary>
    public Uri Url => _chat.Services.GetRequiredService<Site>().BaseUrl;

    /// <summary>What browsers are to call chat-posta; port 0 takes the one that it is given.</summary>
    public Uri BaseUrl { get; init; } = new("http://localhost:0");

    /// <summary>Everybody in a test comes from one address, so the limits per address are lifted where nothing else is said.</summary>
    public int LimitScale { get; init; }

    /// <summary>
    /// Whether the ways from the browser to chat-posta, and from there to the posta-server, can be made bad. What the other
    /// devices and servers say to each other takes another way.
    /// </summary>
    public bool IsWired { get; init; }

    public Wire ChatWire => _chatWire ?? throw new InvalidOperationException("Not wired");

    public Wire ServerWire => _serverWire ?? throw new InvalidOperationException("Not wired");

    /// <summary>What the posta-server takes for the time.</summary>
    public ShiftedTime ServerTime { get; } = new();

    /// <summary>What chat-posta takes for the time.</summary>
    public ShiftedTime ChatTime { get; } = new();

    public bool IsServerUp { get; private set; }

    private string Data => Path.Combine(_folder, "posta-server");

    private string ManifestFile => Path.Combine(_folder, "identities.toml");

    private IdentityRegistry Registry => _server.Services.GetRequiredService<IdentityRegistry>();

    public async ValueTask InitializeAsync()
    {
        await StartServer();
        await Add("alice", "Alice");
        await Add("bob", "Bob");
        await StartChat(port: 0);
    }

    /// <summary>Stops chat-posta and starts it again: same address, same files, nothing in memory.</summary>
    public async Task RestartChat()
    {
        var port = Url.Port;
        await _chat.StopAsync();
        await _chat.DisposeAsync();
        await StartChat(port);
    }

    /// <summary>Does to every passkey what an authenticator does that gives another PRF value than before.</summary>
    public Task SpoilWraps() => _chat.Services.GetRequiredService<AccountDatabase>().Db.Write(
        db => db.Execute("UPDATE passkeys SET key_check = zeroblob(16) WHERE key_check IS NOT NULL"));

    /// <summary>Starts it for the first time, or again on the same port with the same data.</summary>
    public async Task StartServer()
    {
        _server = Posta.Server.App.Build(
            new ServerConfig
            {
                Listen = [new(IsWired ? Wire.Behind : "127.0.0.1", _serverPort)],
                Manifest = ManifestFile,
                Data = Data,
                RatePerMinute = 0,
                AllowPrivateEgress = true,
                Certificate = Certificate,
                TrustedRoots = Authority.Roots,
                Resolve = IsWired ? Through(Wire.Behind) : Dns.GetHostAddressesAsync,
            },
            ServerTime);
        await _server.StartAsync();
        IsServerUp = true;
        _serverPort = new Uri(_server.Urls.First()).Port;
        if (IsWired) _serverWire ??= Wire.To(_serverPort);
    }

    public async Task StopServer()
    {
        if (!IsServerUp) return;

        IsServerUp = false;
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    /// <summary>One more identity, as <c>identity add</c> makes it.</summary>
    public async Task Add(string slug, string name)
    {
        var entry = new ManifestEntry(slug, Address(slug), name);
        await IdentityFolder.Create(Data, entry, ServerTime);
        Manifest.Add(ManifestFile, entry);
        await Registry.Reload();
    }

    /// <summary>No resolver is asked about localhost, and here the way hangs on who asks.</summary>
    public PostaUrl Address(string slug) => PostaUrl.Parse($"https://{slug}.{(IsWired ? "test" : "localhost")}:{_serverPort}");

    /// <summary>An invite link; with a negative time it has run out already.</summary>
    public async Task<string> Invite(TimeSpan? ttl = null)
    {
        var invites = _chat.Services.GetRequiredService<InviteStore>();
        var (_, code) = await invites.Create("Alice Hansen", ttl ?? TimeSpan.FromHours(1));
        return InviteLink.For(Url, code);
    }

    /// <summary>A link for the user of that identity, who has lost every passkey: as <c>user recover</c> prints it.</summary>
    public async Task<string> RecoveryLink(string slug)
    {
        var user = (await _chat.Services.GetRequiredService<UserStore>().List()).Last(user => user.Identity == Address(slug));
        var recovery = await _chat.Services.GetRequiredService<InviteStore>().CreateRecovery(user.Id, TimeSpan.FromHours(1));
        return InviteLink.For(Url, recovery!.Value.Code);
    }

    /// <summary>A new token of that identity in its link, as <c>token create</c> prints it.</summary>
    public async Task<string> PairingUri(string slug) => new PairingUri(Address(slug).Authority, await Token(slug)).ToString();

    /// <summary>A link to that identity's setup page, as <c>posta-server invite create</c> prints it.</summary>
    public async Task<string> DeviceInvite(string slug, string deviceHint = "", TimeSpan? ttl = null)
    {
        using var database = IdentityFolder.Of(Data, slug).OpenDatabase();
        var (_, code) = await new DeviceInvites(database, ServerTime).Create(deviceHint, ttl ?? TimeSpan.FromHours(1));
        return DeviceInviteLink.For(Address(slug), code);
    }

    /// <summary>The names of that identity's tokens, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<string>> Devices(string slug)
    {
        using var database = IdentityFolder.Of(Data, slug).OpenDatabase();
        return [.. (await new TokenStore(database, ServerTime).List()).Select(token => token.Name)];
    }

    /// <summary>Takes back every token of that identity.</summary>
    public async Task RevokeTokens(string slug)
    {
        using var database = IdentityFolder.Of(Data, slug).OpenDatabase();
        var tokens = new TokenStore(database, ServerTime);
        await tokens.RevokeNamed(nameof(Pair));
    }

    /// <summary>Ends every session as a command of the admin does: another program takes the rows away.</summary>
    public async Task EndSessions()
    {
        using var file = SessionDatabase.Open(Path.Combine(_folder, "chat-posta", "sessions.db"));
        await file.Db.Write(db => db.Execute("DELETE FROM sessions"));
    }

    public async Task<int> CountUsers() => (await _chat.Services.GetRequiredService<UserStore>().List()).Count;

    /// <summary>Writes from another device of <paramref name="from"/> to somebody who knows them, and waits until it has arrived.</summary>
    public async Task Write(string from, string to, params IEnumerable<Payload> payloads)
    {
        await (await Device(to)).AddContact(Address(from), default);
        await WriteAsStranger(from, to, payloads);
    }

    public Task Write(string from, string to, params IEnumerable<string> texts) =>
        Write(from, to, texts.Select(text => new TextPayload(text)));

    /// <summary>As <see cref="Write(string, string, IEnumerable{Payload})"/>, to somebody who may never have heard of them.</summary>
    public async Task WriteAsStranger(string from, string to, params IEnumerable<Payload> payloads)
    {
        var device = await Device(from);
        foreach (var payload in payloads) await device.Send(new(Address(to).Canonical, Json(payload)), Guid.NewGuid().ToString(), default);
        await Eventually.True(
            async () => (await device.Messages(Address(to), before: null, limit: 1, default))[0].State == MessageState.Delivered,
            TimeSpan.FromSeconds(60));
    }

    /// <summary>Stores a picture on the server of <paramref name="slug"/>, as another device of theirs does.</summary>
    public async Task<Upload> Upload(string slug, byte[] picture) =>
        JsonSerializer.Deserialize((await Send(slug, HttpMethod.Post, "uploads", picture)).Body, ClientApiJson.Default.Upload)!;

    public Task SetAvatar(string slug, byte[] picture) => Send(slug, HttpMethod.Put, "identity/avatar", picture);

    /// <summary>All that stands in the thread on the server of <paramref name="owner"/>, newest first.</summary>
    public async Task<IReadOnlyList<Message>> Thread(string owner, string peer) =>
        await (await Device(owner)).Messages(Address(peer), before: null, limit: 200, default);

    /// <summary>Has the identity's outbox look at the clock.</summary>
    public void WakeOutbox(string slug) => Registry.Find(new(Address(slug).Authority))!.Outbox.Wake();

    public async ValueTask DisposeAsync()
    {
        if (_chatWire is not null) await _chatWire.DisposeAsync();
        await _chat.StopAsync();
        await _chat.DisposeAsync();
        await StopServer();
        if (_serverWire is not null) await _serverWire.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What another device of that identity can do.</summary>
    internal async Task<PostaClient> Device(string slug) =>
        new(_http, new Uri(Address(slug).Canonical), new Secret(await Token(slug)));

    private async Task<EgressAnswer> Send(string slug, HttpMethod method, string path, byte[] picture)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(Address(slug).Canonical), $"/api/v1/{path}")) { Content = new ByteArrayContent(picture) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Token(slug));
        return await _http.Exchange(request, TimeSpan.FromSeconds(30), 64 * 1024, default);
    }

    private async Task<string> Token(string slug)
    {
        using var database = IdentityFolder.Of(Data, slug).OpenDatabase();
        return await new TokenStore(database, ServerTime).Create(nameof(Pair));
    }

    private async Task StartChat(int port)
    {
        _chat = ChatPosta.App.Build(
            new()
            {
                Listen = [new(IsWired ? Wire.Behind : "localhost", port)],
                Db = Path.Combine(_folder, "chat-posta", "state.db"),
                BaseUrl = new UriBuilder(BaseUrl) { Port = port }.Uri,
                AllowPrivateEgress = true,
                TrustedRoots = Authority.Roots,
                LogLevel = LogLevel.Error,
                LimitScale = LimitScale,
                Resolve = IsWired ? Through("127.0.0.1") : Dns.GetHostAddressesAsync,
            },
            ChatTime);
        await _chat.StartAsync();
        if (IsWired) _chatWire ??= Wire.To(Url.Port);
    }

    private static ResolveHost Through(string address) => (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]);

    private static RawJson Json(Payload payload) => payload switch
    {
        TextPayload text => text.ToJson(),
        LinkPayload link => link.ToJson(),
        _ => throw new ArgumentException($"No way to write a {payload.Kind}", nameof(payload)),
    };
}
