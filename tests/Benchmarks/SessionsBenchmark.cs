using System.Diagnostics;
using Journeys;

namespace Benchmarks;

/// <summary>What it costs chat-posta to know who asks: the same request without a session and with one that is warm.</summary>
internal static class SessionsBenchmark
{
    private const int Lines = 16;
    private const int Requests = 100_000;
    private const int OneByOne = 5_000;

    public static async Task Run(Report report)
    {
        await using var demo = await DemoProcess.Start();
        using var member = await ChatMember.SignUp(demo, demo.Alice);
        var (host, port) = (demo.Line.Url.Authority, demo.Line.Url.Port);
        var anonymous = HttpLine.Get("/healthz", host);
        var known = HttpLine.Get("/healthz", host, member.Cookie);

        // Turn and turn about, so that both meet the same machine.
        await Cost(demo, port, anonymous);
        await Cost(demo, port, known);
        double[] without = [await Cost(demo, port, anonymous), await Cost(demo, port, anonymous)];
        double[] with = [await Cost(demo, port, known), await Cost(demo, port, known)];

        report.Add("a request without a session, processor time", without.Min(), "µs");
        report.Add("the same with a session", with.Min(), "µs");
        var share = with.Min() - without.Min();
        report.Below("  the session's share", share, "µs", 8);
        report.AtLeast("  sessions that one core finds", 1_000_000 / share, "/s", 20_000);
        report.Add("  requests with a session that one core answers", 1_000_000 / with.Min(), "/s");

        using var line = await HttpLine.Open(port);
        await Samples.Of(OneByOne, _ => line.Exchange(known));
        var samples = await Samples.Of(OneByOne, _ => line.Exchange(known));
        report.Add("one after another, from request to answer, p50", samples.P50, "ms");
        report.Below("  p99", samples.P99, "ms", 1);
    }

    /// <summary>Processor time of the program for one such request, in µs.</summary>
    private static async Task<double> Cost(DemoProcess demo, int port, byte[] request)
    {
        var before = demo.ProcessorTime;
        await Task.WhenAll(Enumerable.Range(0, Lines).Select(async _ =>
        {
            using var line = await HttpLine.Open(port);
            for (var i = 0; i < Requests / Lines; i++)
                if (await line.Exchange(request) is not 200 and var status) throw new UnreachableException($"Answered {status}.");
        }));
        return (demo.ProcessorTime - before).TotalMicroseconds / Requests;
    }
}
