using System.Globalization;

namespace Benchmarks.Live;

/// <summary>chat-posta between the scripted servers of its users and their tabs.</summary>
internal sealed class ChatFanOut : IFanOut
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Everything that becomes one trigger; a message would become two.
    private static readonly (string Name, string Data)[] Events =
    [
        ("contact-changed", """{"url":"peer.example.org","name":"Kari Nordmann","avatar":"","kind":"person","status":"contact","pinned":true,"muted":false,"lastMessageAt":"2026-11-22T10:00:00Z","lastReadRowId":41,"unreadCount":2}"""),
        ("read-watermark-changed", """{"peer":"peer.example.org","rowId":42}"""),
        ("identity-changed", """{"url":"me.example.org","name":"Ola Nordmann","about":"","avatar":"","kind":"person"}"""),
    ];

    private static readonly string LongPath = new('a', 1_500);

    private readonly Workplace _place;
    private readonly ScriptedServers _servers;
    private readonly ChatProcess _chat;

    private ChatFanOut(Workplace place, ScriptedServers servers)
    {
        _place = place;
        _servers = servers;
        // A thousand tabs of one user are more than anybody has; the limits stay, and are far away.
        _chat = new ChatProcess(servers.WriteRoots(place.File("roots.pem")), limitScale: 1_000);
    }

    public string Name => "chat-posta";

    public int Port => _chat.Port;

    public Footprint Footprint => _chat.Footprint;

    public static async Task<ChatFanOut> Start(int users)
    {
        var fanOut = new ChatFanOut(new Workplace(), await ScriptedServers.Start());
        await fanOut._chat.SignUp(Enumerable.Range(0, users).Select(fanOut._servers.Url));
        await fanOut._chat.Start();
        return fanOut;
    }

    public byte[] Request(int user) => HttpLine.Get("/events", _chat.Host, "Accept: text/event-stream", _chat.Cookie(user));

    public async Task Follow(IEnumerable<int> users)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var user in users)
            while (!_servers.IsFollowed(user)) await Task.Delay(5, patience.Token);
    }

    public void Publish(int user, int number)
    {
        var (name, data) = Events[number % Events.Length];
        _servers.Say(user, string.Create(CultureInfo.InvariantCulture, $"b-{number + 1}"), name, data);
    }

    public void Flood(int user, int number) => _servers.Say(
        user, string.Create(CultureInfo.InvariantCulture, $"f-{number}"), "inbound", $$"""{"rowId":{{number + 1}},"peer":"peer{{number}}.example.org/{{LongPath}}"}""");

    public Task Stop() => _chat.Stop();

    public Task Start() => _chat.Start();

    public async ValueTask DisposeAsync()
    {
        await _chat.DisposeAsync();
        await _servers.DisposeAsync();
        _place.Dispose();
    }
}
