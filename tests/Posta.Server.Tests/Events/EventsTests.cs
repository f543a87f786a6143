using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;
using Posta.Server.Tokens;
using Posta.Testing;

namespace Posta.Server.Tests.Events;

public sealed class EventsTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "bob");
        _carol = await Stranger.Start(_time);
        _bob = await _server.Client("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_greets_at_once_and_tells_proxies_to_keep_out()
    {
        using var events = await _bob.Events();

        Assert.Equal([EventName.Connected, EventName.Ready], events.Greeting.Select(each => each.Name));
        Assert.NotEqual("", events.Greeting[1].Id);
        Assert.Equal("text/event-stream", events.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", Assert.Single(events.Response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal("no-store", events.Response.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_it_missed()
    {
        string last;
        using (var events = await _bob.Events())
        {
            last = events.Greeting[^1].Id;
        }

        await Receive("one");
        await Receive("two");

        using var resumed = await _bob.Events(last);
        Assert.Equal(
            [EventName.Connected, EventName.ContactChanged, EventName.Inbound, EventName.Inbound, EventName.Ready],
            resumed.Greeting.Select(each => each.Name));
        using var again = await _bob.Events(resumed.Greeting[2].Id);
        Assert.Contains("two", Assert.Single(again.Greeting, each => each.Name == EventName.Inbound).Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other-1")]
    [InlineData("x")]
    [InlineData("-5")]
    public async Task An_unknown_id_asks_for_everything_anew(string lastEventId)
    {
        await Receive("one");

        using var events = await _bob.Events(lastEventId);

        Assert.Equal([EventName.Connected, EventName.Resync, EventName.Ready], events.Greeting.Select(each => each.Name));
    }

    [Fact]
    public async Task An_empty_id_is_none_and_one_from_the_future_is_unknown()
    {
        using var events = await _bob.Events("");
        Assert.Equal([EventName.Connected, EventName.Ready], events.Greeting.Select(each => each.Name));

        var boot = events.Greeting[^1].Id.Split('-')[0];
        using var ahead = await _bob.Events($"{boot}-99");
        Assert.Equal([EventName.Connected, EventName.Resync, EventName.Ready], ahead.Greeting.Select(each => each.Name));
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_is_cut_and_comes_back_by_its_id()
    {
        using var stalled = await _bob.Events();
        using var brisk = await _bob.Events();
        var last = brisk.Greeting[^1].Id;
        var message = new Message(Peer: _carol.Url.Display, Payload: RawJson.Parse($"\"{new string('x', 60_000)}\""));

        // More than the network holds for one that does not read, and 1 MiB.
        for (var i = 1; i <= 400; i++)
        {
            _server.Identity("bob").Events.Inbound(message with { RowId = i });
            last = (await brisk.Next(EventName.Inbound)).Id;
        }

        Assert.InRange(await ReadToTheEnd(stalled), 0, 399);
        using var back = await _bob.Events(last);
        Assert.Equal([EventName.Connected, EventName.Ready], back.Greeting.Select(each => each.Name));
    }

    [Fact]
    public async Task An_id_from_before_a_restart_asks_for_everything_anew()
    {
        using var events = await _bob.Events();
        var last = events.Greeting[^1].Id;
        await _server.Stop();
        await _server.StartAgain();

        using var after = await _bob.Events(last);

        Assert.Contains(after.Greeting, each => each.Name == EventName.Resync);
    }

    [Fact]
    public async Task A_revoked_token_loses_its_open_streams_and_no_other_does()
    {
        var phone = await _server.Client("bob", "phone");
        using var lost = await phone.Events();
        using var kept = await _bob.Events();

        // Through a database of its own, as another process would.
        await using (var database = IdentityFolder.Of(_server.Config.Data, "bob").OpenDatabase())
        {
            Assert.Equal(1, await new TokenStore(database, _time).RevokeNamed("phone", TestContext.Current.CancellationToken));
        }

        Assert.Equal(401, (await phone.Get("/identity")).Status);
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Null(await lost.Next());
        await Receive("still here");
        Assert.Contains("still here", (await kept.Next(EventName.Inbound)).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_program_ends_open_streams_within_a_second()
    {
        using var events = await _bob.Events();

        var stopping = _server.Stop();

        Assert.Null(await events.Next().WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));
        await stopping.WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_identity_that_leaves_the_manifest_ends_its_streams()
    {
        using var events = await _bob.Events();
        await File.WriteAllTextAsync(_server.Config.Manifest, "", TestContext.Current.CancellationToken);

        await _server.Registry.Reload(TestContext.Current.CancellationToken);

        Assert.Null(await events.Next());
        Assert.Equal(404, (await _bob.Get("/identity")).Status);
    }

    [Fact]
    public async Task A_stream_that_opens_while_its_identity_leaves_ends_too()
    {
        _server.Identity("bob").Streams.EndAll();

        using var events = await _bob.Events();

        Assert.Null(await events.Next());
    }

    [Fact]
    public async Task A_heartbeat_passes_every_twenty_seconds()
    {
        using var events = await _bob.Events();
        var beat = events.Heartbeat();

        _time.Advance(TimeSpan.FromSeconds(18));
        Assert.False(beat.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await beat;
    }

    [Fact]
    public async Task No_event_about_a_message_is_older_than_one_before()
    {
        using var events = await _bob.Events();
        for (var i = 0; i < 10; i++)
            await _bob.SendText(_carol.Url, $"{i}");

        string[] order = [MessageState.Pending, MessageState.Sending, MessageState.Delivered];
        var rank = new Dictionary<long, int>();
        while (rank.Count < 10 || rank.Values.Any(each => each < 2))
        {
            var message = JsonSerializer.Deserialize((await events.Next(EventName.OutboundState)).Data, ClientApiJson.Default.Message)!;
            var now = Array.IndexOf(order, message.State);
            Assert.True(now >= rank.GetValueOrDefault(message.RowId), $"{message.State} came late");
            rank[message.RowId] = now;
        }
    }

    private static async Task<int> ReadToTheEnd(EventStream events)
    {
        var count = 0;
        try
        {
            while (await events.Next() is not null)
                count++;
        }
        catch (IOException)
        {
            // An abort, not an end: the connection is gone.
        }

        return count;
    }

    private async Task Receive(string body) => Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, body), _bob.Url)).Status);
}
