using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Posta.Hosting.Events;
using Posta.Testing;
using Posta.Tests.Hosting.Http;

namespace Posta.Tests.Hosting.Events;

public sealed class EventStreamTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(16);

    private readonly ManualTime _time = new();
    private readonly EventRing _ring = new(new EventRingOptions { Boot = "boot" });
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Heartbeat _heartbeat = null!;
    private TestHost _host = null!;
    private EventCursor? _cursor;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _heartbeat = new Heartbeat(Interval, _time);
        _host = await TestHost.Start(app => app.MapGet("/events", (string? after, bool? silent) => Stream(after, silent == true)));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _heartbeat.Dispose();
    }

    [Fact]
    public async Task The_first_bytes_come_at_once_and_nothing_may_keep_them()
    {
        using var response = await _host.Get("/events?silent=true");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(["no"], response.Headers.GetValues("X-Accel-Buffering"));
        await using var events = await Read(response);
        Assert.True((await Next(events)).IsKeepAlive);
    }

    [Fact]
    public async Task Greeting_then_what_was_missed_then_live()
    {
        _ring.Append("note", "1");
        _ring.Append("note", "2");
        using var response = await _host.Get("/events?after=boot-1");
        await using var events = await Read(response);
        Assert.Equal(new SseEvent("connected", "{}", ""), await Next(events));
        Assert.Equal(new SseEvent("note", "2", "boot-2"), await Next(events));
        Assert.Equal(new SseEvent("ready", "{}", "boot-2"), await Next(events));
        _ring.Append("note", "three\nlines\r\nlong");
        Assert.Equal(new SseEvent("note", "three\nlines\nlong", "boot-3"), await Next(events));
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_lives()
    {
        using var response = await _host.Get("/events");
        await using var events = await Read(response);
        await Next(events);
        await Next(events);
        for (var beats = 0; beats < 3; beats++)
        {
            var comment = Next(events);
            Assert.False(comment.IsCompleted);
            _time.Advance(Interval);
            Assert.True((await comment).IsKeepAlive);
        }
    }

    [Fact]
    public async Task Whoever_ends_the_stream_has_the_last_word()
    {
        using var response = await _host.Get("/events");
        await using var events = await Read(response);
        await Next(events);
        await Next(events);
        _cursor!.End("revoked", EventFrame.Create("state", "unlinked"));
        Assert.Equal("unlinked", (await Next(events)).Data);
        Assert.False(await events.MoveNextAsync());
        Assert.Equal("revoked", await _ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct));
        await Eventually.True(() => _ring.Readers == 0);
    }

    [Fact]
    public async Task A_stopping_program_says_goodbye()
    {
        using var response = await _host.Get("/events");
        await using var events = await Read(response);
        await Next(events);
        await Next(events);
        _host.Lifetime.StopApplication();
        Assert.Equal("bye", (await Next(events)).Name);
        Assert.False(await events.MoveNextAsync());
        Assert.Equal(EventStreamResult.Stopping, await _ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct));
    }

    [Fact]
    public async Task A_client_that_goes_away_is_forgotten()
    {
        var response = await _host.Get("/events");
        await Eventually.True(() => _ring.Readers == 1);
        response.Dispose();
        await Eventually.True(() => _ring.Readers == 0);
        Assert.Equal(EventStreamResult.Gone, await _ended.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct));
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off()
    {
        using var socket = new TcpClient { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync("127.0.0.1", _host.Port, Ct);
        await socket.GetStream().WriteAsync("GET /events HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), Ct);
        await Eventually.True(() => _ring.Readers == 1);
        var large = new string('x', 60_000);
        // Fill what the sockets take, then what may wait.
        await Eventually.True(() => { _ring.Append("note", large); return _ended.Task.IsCompleted; }, TimeSpan.FromSeconds(30));
        Assert.Equal(EventCursor.TooSlow, await _ended.Task);
        await Eventually.True(() => _ring.Readers == 0);
    }

    private EventStreamResult Stream(string? after, bool silent)
    {
        var start = _ring.Subscribe(after);
        _cursor = start.Cursor;
        return new EventStreamResult(start.Cursor, _heartbeat)
        {
            Preamble = silent ? [] : [EventFrame.Create("connected", "{}"), .. start.Missed, EventFrame.Create("ready", "{}", start.NewestId)],
            Farewell = EventFrame.Create("bye", "{}"),
            OnEnd = reason => _ended.TrySetResult(reason),
        };
    }

    private static async Task<IAsyncEnumerator<SseEvent>> Read(HttpResponseMessage response) =>
        SseReader.Read(await response.Content.ReadAsStreamAsync(Ct), 1 << 20, Ct).GetAsyncEnumerator(Ct);

    private static async Task<SseEvent> Next(IAsyncEnumerator<SseEvent> events)
    {
        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Ct));
        return events.Current;
    }
}
