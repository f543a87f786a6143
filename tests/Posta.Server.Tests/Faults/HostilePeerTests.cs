using System.Net;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Keys;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Faults;

/// <summary>What one peer does is its own affair: the others' messages come and go, and nothing grows or waits for long.</summary>
public sealed class HostilePeerTests : IAsyncLifetime
{
    /// <summary>What a flood gets rid of before we hang up: what the kernel's buffers and the client's take, not 50 MB.</summary>
    private const long Patience = 16 << 20;

    private static readonly TimeSpan DeliveryLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FetchLimit = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _dave = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "alice");
        _dave = await Stranger.Start(_time, "dave");
        _alice = await _server.Client("alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _dave.DisposeAsync();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, string, string> Deliveries => new()
    {
        { "hangs", MessageState.Pending, ErrorCode.Timeout },
        { "hangs in the body", MessageState.Delivered, "" },
        { "one byte of the body a second", MessageState.Pending, "http-500" },
        { "one byte of the head a second", MessageState.Pending, ErrorCode.Timeout },
        { "50 MB", MessageState.Delivered, "" },
        { "50 MB without a length", MessageState.FailedPermanent, "http-400" },
        { "50 MB of headers", MessageState.Pending, ErrorCode.NetworkError },
        { "another protocol", MessageState.Pending, ErrorCode.NetworkError },
        { "switches the protocol", MessageState.Pending, ErrorCode.NetworkError },
        { "hangs up", MessageState.Pending, ErrorCode.NetworkError },
        { "redirects", MessageState.FailedPermanent, ErrorCode.Redirect },
        { "wrong JSON", MessageState.FailedPermanent, "http-400" },
        { "a wrong document", MessageState.Delivered, "" },
    };

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task A_delivery_ends_in_time_and_holds_up_nobody(string what, string state, string code)
    {
        await using var peer = HostilePeer.Start(Misbehaviour.Named(what, _time));
        await _alice.SendText(peer.Url, "hi");
        await Eventually.True(() => peer.Requests > 0);

        await OthersAreUnaffected();

        // Its yes is enough: nobody waits for the rest.
        if (state != MessageState.Delivered) await PassTime(peer, what, DeliveryLimit);
        var message = await Settled(peer.Url);
        Assert.Equal((state, code, 1), (message.State, message.LastErrorCode, message.Attempts));
        Assert.True(peer.Written < Patience, $"{peer.Written} bytes were taken.");
    }

    public static TheoryData<string> Fetches => [.. Deliveries.Select(row => row.Data.Item1)];

    [Theory]
    [MemberData(nameof(Fetches))]
    public async Task A_fetch_of_a_document_ends_in_time_and_holds_up_nobody(string what)
    {
        await using var peer = HostilePeer.Start(Misbehaviour.Named(what, _time));
        var answer = Stranger.Post(From(peer.Url.Canonical), _alice.Url);
        await Eventually.True(() => peer.Requests > 0);

        await OthersAreUnaffected();

        await PassTime(peer, what, FetchLimit);
        Assert.Equal((502, ErrorCode.ActorDocUnavailable), ((await answer).Status, (await answer).Code));
        Assert.True(peer.Written < Patience, $"{peer.Written} bytes were taken.");
    }

    [Fact]
    public async Task A_host_that_hangs_does_not_take_every_place_for_fetches()
    {
        await using var peer = HostilePeer.Start(Misbehaviour.Named("hangs", _time));
        var answers = Enumerable.Range(0, 8).Select(i => Stranger.Post(From($"{peer.Url}/{i}"), _alice.Url)).ToList();
        await Eventually.True(() => peer.Requests + answers.Count(answer => answer.IsCompleted) == 8);

        Assert.Equal(204, (await _dave.Post(_dave.Write(_alice.Url), _alice.Url)).Status);

        _time.Advance(FetchLimit);
        Assert.All(await Task.WhenAll(answers), answer => Assert.True(answer.Status is 502 or 429));
    }

    [Fact]
    public async Task A_source_that_makes_us_ask_hosts_which_hang_does_not_take_every_place()
    {
        await using var server = await Proxied();
        await using var one = HostilePeer.Start(Misbehaviour.Named("hangs", _time));
        await using var other = HostilePeer.Start(Misbehaviour.Named("hangs", _time), "bob");
        var alice = server.Url("alice");

        var answers = await Hang(alice, [one, other], "198.51.100.1");

        Assert.Equal(3, answers.Count(answer => answer.IsCompleted));
        Assert.Equal(204, (await _dave.Post(_dave.Write(alice), alice)).Status);
        await GiveUp(answers);
    }

    [Fact]
    public async Task Two_such_sources_keep_strangers_waiting_and_no_contacts()
    {
        await using var server = await Proxied();
        await using var one = HostilePeer.Start(Misbehaviour.Named("hangs", _time));
        await using var other = HostilePeer.Start(Misbehaviour.Named("hangs", _time), "bob");
        var alice = server.Url("alice");
        var answers = await Hang(alice, [one], "198.51.100.1");
        answers.AddRange(await Hang(alice, [other], "198.51.100.2"));

        Assert.Equal((429, "1"), await FromDave());
        await server.Execute("alice", $"INSERT INTO contacts (url, status) VALUES ('{_dave.Url}', 'blocked')");
        Assert.Equal((429, "1"), await FromDave());
        await server.Execute("alice", "UPDATE contacts SET status = 'contact'");
        Assert.Equal((204, ""), await FromDave());
        await GiveUp(answers);

        async Task<(int, string)> FromDave()
        {
            var answer = await _dave.Post(_dave.Write(alice), alice);
            return (answer.Status, answer.Headers.GetValueOrDefault("Retry-After", ""));
        }
    }

    private Task<TestServer> Proxied() =>
        TestServer.Start(new ServerConfig { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] }, _time, "alice");

    // Eight letters from one source, each by a sender of its own; comes back when every one is answered or hangs.
    private async Task<List<Task<ApiAnswer>>> Hang(PostaUrl to, HostilePeer[] hosts, string source)
    {
        var letters = Enumerable.Range(0, 8).Select(i => From($"{hosts[i % hosts.Length].Url}/{i}", to) with { ForwardedFor = source });
        var answers = letters.Select(letter => Stranger.Post(letter, to)).ToList();
        await Eventually.True(() => hosts.Sum(host => host.Requests) + answers.Count(answer => answer.IsCompleted) == answers.Count);
        return answers;
    }

    private async Task GiveUp(List<Task<ApiAnswer>> answers)
    {
        _time.Advance(FetchLimit);
        Assert.All(await Task.WhenAll(answers), answer => Assert.True(answer.Status is 502 or 429));
    }

    private async Task OthersAreUnaffected()
    {
        await _alice.SendText(_dave.Url, "hi");
        await _alice.Newest(_dave.Url, MessageState.Delivered);
        Assert.Equal(204, (await _dave.Post(_dave.Write(_alice.Url), _alice.Url)).Status);
    }

    // A slow peer gets to send each of its bytes; whoever just hangs is given the time at once.
    private async Task PassTime(HostilePeer peer, string what, TimeSpan limit)
    {
        if (!what.Contains("a second", StringComparison.Ordinal))
        {
            _time.Advance(what.StartsWith("hangs", StringComparison.Ordinal) && what != "hangs up" ? limit : TimeSpan.Zero);
            return;
        }

        for (var second = 1; second <= limit.TotalSeconds; second++)
        {
            var before = peer.Written;
            _time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.True(() => peer.Written > before || second == limit.TotalSeconds);
        }
    }

    private Letter From(string sender, PostaUrl? to = null) => new(
        Envelope.Write(_dave.Write(to ?? _alice.Url) with { Sender = sender }), SigningKey.Generate("k1", _time.GetUtcNow()));

    private async Task<Message> Settled(PostaUrl peer)
    {
        Message? found = null;
        await Eventually.True(async () =>
            (found = (await _alice.Messages(peer))[0]) is { Attempts: > 0, State: not MessageState.Sending } && (found.State != MessageState.Pending || found.LastErrorCode.Length > 0));
        return found!;
    }
}
