using System.Diagnostics;
using System.Net.Sockets;

namespace Benchmarks.Live;

/// <summary>The users and tabs at one program: opens them, makes things happen to them, and looks at what arrives.</summary>
internal sealed class Crowd(IFanOut server, ReadingThread reading) : IDisposable
{
    // A thousand connections over TLS are begun in a few seconds; all at once they would time out.
    private const int AtOnce = 250;

    /// <summary>Two of each user's events are on their way, so that nobody waits for the slowest tab of the one before.</summary>
    private const int Window = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    private readonly List<Audience> _audiences = [];

    public IFanOut Server => server;

    public IReadOnlyList<Audience> Audiences => _audiences;

    public IEnumerable<Tab> Tabs => _audiences.SelectMany(audience => audience.Tabs);

    /// <summary>More users and tabs, until there are so many users with so many tabs each.</summary>
    public async Task Open(int users, int tabs)
    {
        for (var user = _audiences.Count; user < users; user++) _audiences.Add(new Audience(user));
        foreach (var some in _audiences.Take(users).Chunk(AtOnce))
        {
            foreach (var audience in some)
                while (audience.Tabs.Count < tabs) audience.Tabs.Add(Open(audience));
            await Until(() => some.All(audience => audience.Tabs.TrueForAll(tab => tab.IsOpen)), "a tab was not answered 200");
            await server.Follow(some.Select(audience => audience.User));
        }

        await Quiet();
    }

    /// <summary>A tab that is at once among those that are read.</summary>
    public Tab Open(Audience audience, Action<Socket>? prepare = null)
    {
        var tab = new Tab(audience, server.Port, server.Request(audience.User), prepare);
        reading.Add(tab);
        return tab;
    }

    /// <summary>As many events as arrive, for that long: the next one of a user goes when the one before the last is everywhere.</summary>
    public async Task<Rate> FlatOut(TimeSpan span)
    {
        StartAnew();
        var (worked, over) = (server.Footprint.ProcessorTime, false);
        foreach (var audience in _audiences) audience.OnComplete = next => { if (!Volatile.Read(ref over)) Publish(next); };
        foreach (var audience in _audiences)
            for (var n = 0; n < Window; n++) Publish(audience);
        await Task.Delay(span);
        var delivered = Delivered();
        Volatile.Write(ref over, true);
        await Complete();
        foreach (var audience in _audiences) audience.OnComplete = null;
        return new(delivered / span.TotalSeconds, (server.Footprint.ProcessorTime - worked).TotalMicroseconds / Delivered());
    }

    /// <summary>So many events a second, one user after the other: how long each was on its way to each tab.</summary>
    public async Task<Samples> Paced(int perSecond, TimeSpan span)
    {
        StartAnew();
        var delays = new Samples();
        foreach (var audience in _audiences) audience.Delays = delays;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var (begin, published) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(begin) is var elapsed && elapsed < span)
        {
            for (; published < elapsed.TotalSeconds * perSecond; published++) Publish(_audiences[published % _audiences.Count]);
            await timer.WaitForNextTickAsync();
        }

        await Complete();
        foreach (var audience in _audiences) audience.Delays = null;
        return delays;
    }

    /// <summary>Everything that was said has arrived.</summary>
    public Task Quiet() => Settled(() => Tabs.Sum(tab => (long)tab.Heard));

    public void Dispose()
    {
        foreach (var tab in Tabs.ToArray())
        {
            reading.Remove(tab);
            tab.Dispose();
        }
    }

    private static async Task Until(Func<bool> condition, string otherwise)
    {
        for (var begin = Stopwatch.GetTimestamp(); !condition(); await Task.Delay(2))
            if (Stopwatch.GetElapsedTime(begin) > Patience) throw new TimeoutException(otherwise);
    }

    private static async Task Settled(Func<long> count)
    {
        for (var (before, now) = (-1L, count()); before != now; (before, now) = (now, count())) await Task.Delay(Silence);
    }

    private void StartAnew()
    {
        foreach (var audience in _audiences) audience.StartAnew();
    }

    // The first ones go from here while the reading thread sends what follows them.
    private void Publish(Audience audience)
    {
        lock (audience) server.Publish(audience.User, audience.Publish());
    }

    private long Delivered() => Tabs.Sum(tab => (long)tab.Heard);

    private Task Complete() => Until(() => _audiences.TrueForAll(audience => audience.IsComplete), "an event did not reach every tab");
}

/// <param name="PerSecond">Events delivered to tabs.</param>
/// <param name="Cost">Processor time of the server for each of them, in µs.</param>
internal sealed record Rate(double PerSecond, double Cost);
