using System.Net.Sockets;

namespace Benchmarks.Live;

/// <summary>Whether tabs that read nothing, a sleeping laptop's, hold up those that do.</summary>
internal static class StalledFigures
{
    private const int Tabs = 1_000;
    private const int Stalled = 200;
    private const int Paced = 20;
    private const int Filling = 200;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    public static async Task Run(Report report)
    {
        using var reading = new ReadingThread();
        await Measure(report, await ChatFanOut.Start(1), reading, 1.3);
        if (NginxProcess.IsInstalled) await Measure(report, await NchanFanOut.Start(reading), reading, null);
    }

    private static async Task Measure(Report report, IFanOut server, ReadingThread reading, double? target)
    {
        await using var running = server;
        using var crowd = new Crowd(server, reading);
        await crowd.Open(1, Tabs - Stalled);
        var audience = crowd.Audiences[0];
        var sleepers = Enumerable.Range(0, Stalled).Select(_ => crowd.Open(audience, Narrow)).ToList();
        audience.Tabs.AddRange(sleepers);
        await crowd.Quiet();
        await crowd.FlatOut(WarmUp);
        var without = await crowd.Paced(Paced, Span);

        foreach (var sleeper in sleepers) reading.Remove(sleeper);
        audience.Tabs.RemoveRange(Tabs - Stalled, Stalled);
        await Fill(crowd);
        var with = await crowd.Paced(Paced, Span);
        audience.Tabs.AddRange(sleepers);
        var late = await WakeUp(crowd, sleepers, reading);

        report.Add($"{server.Name}, {Tabs:#,0} tabs of a user, all read: p99", without.P99, "ms");
        report.Add($"  {Stalled} of them stalled: p99 of the others", with.P99, "ms");
        report.Below("  of that without", with.P99 / without.P99, "times", target);
        report.Add("  events that one of them gets when it reads again", late, "");
    }

    private static async Task Fill(Crowd crowd)
    {
        for (var n = 0; n < Filling; n++)
        {
            crowd.Server.Flood(0, n);
            await Task.Delay(5);
        }

        await crowd.Quiet();
    }

    /// <summary>They read again; answers how much each of them gets.</summary>
    private static async Task<double> WakeUp(Crowd crowd, List<Tab> sleepers, ReadingThread reading)
    {
        foreach (var sleeper in sleepers) sleeper.Heard = 0;
        foreach (var sleeper in sleepers) reading.Add(sleeper);
        await crowd.Quiet();
        return sleepers.Average(sleeper => sleeper.Heard);
    }

    /// <summary>Little room on the way, so that it is full soon: the kernel would take megabytes for a tab on the same machine.</summary>
    private static void Narrow(Socket socket)
    {
        const int MaxSegment = 2; // TCP_MAXSEG, tcp(7)
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, MaxSegment, BitConverter.GetBytes(536));
        socket.ReceiveBufferSize = 4_096;
    }
}
