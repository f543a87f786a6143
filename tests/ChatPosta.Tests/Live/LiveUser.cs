using ChatPosta.Live;
using ChatPosta.Upstream;
using Microsoft.Extensions.Logging.Abstractions;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Testing;

namespace ChatPosta.Tests.Live;

/// <summary>One user's stream against a scripted posta-server, under a clock that the test turns. Pauses have no jitter.</summary>
internal sealed class LiveUser : IAsyncDisposable
{
    private readonly GuardedHttp _http;
    private readonly PostaClient _client;

    private LiveUser(ScriptedUpstream upstream)
    {
        Upstream = upstream;
        _http = new GuardedHttp(new EgressOptions { AllowPrivate = true, TrustedRoots = [upstream.Certificate] });
        _client = new PostaClient(_http, upstream.Origin, new Secret("mst_token"));
        Stream = UserStream.Start(new UserStreamContext("alice", Time, NullLogger.Instance)
        {
            Random = () => 1,
            OnRefused = _ => Refusals++,
            OnClosed = _ => IsClosed = true,
        });
    }

    public ManualTime Time { get; } = new();

    public ScriptedUpstream Upstream { get; }

    public UserStream Stream { get; }

    public int Refusals { get; private set; }

    public bool IsClosed { get; private set; }

    public static async Task<LiveUser> Start() => new(await ScriptedUpstream.Start());

    public async Task<TabReader> OpenTab(string lastEventId = "", string session = "s1", string? peer = null)
    {
        var request = new TabRequest(session, peer is null ? null : PostaUrl.Parse(peer), lastEventId, _client.OpenEvents);
        return new TabReader((await Stream.Open(request))!);
    }

    /// <summary>A tab whose upstream is live, everything up to there read.</summary>
    public async Task<(TabReader Tab, ScriptedStream Server)> GoLive()
    {
        var tab = await OpenTab();
        var server = await Upstream.Accept();
        await server.Greet();
        await tab.Until("""state {"upstream":"live""");
        return (tab, server);
    }

    /// <summary>Turns the clock in small steps until the condition holds, and says how far.</summary>
    public async Task<TimeSpan> TurnUntil(Func<bool> condition)
    {
        var start = Time.GetUtcNow();
        await Eventually.True(() =>
        {
            if (!condition()) Time.Advance(TimeSpan.FromMilliseconds(250));
            return condition();
        });
        return Time.GetUtcNow() - start;
    }

    public async ValueTask DisposeAsync()
    {
        Stream.Tell(new UserStreamEvent.UserEnded());
        await Upstream.DisposeAsync();
        _http.Dispose();
    }
}
