using System.Diagnostics;
using System.Text;

namespace Benchmarks;

/// <summary>Many streams of one identity: what each weighs, and how soon all of them hear of a message.</summary>
internal static class EventsBenchmark
{
    private const int Subscribers = 1_000;
    private const int Messages = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    public static async Task Run(Report report)
    {
        using var place = new Workplace();
        await using var senders = await Senders.Start(1);
        await using var server = new ServerProcess(place.Folder, senders.WriteRoots(place.File("roots.pem")));
        var token = await server.Add("i0");
        await server.Start("i0");
        using var inbox = await HttpLine.Open(server.Port);
        await Post(senders, server, inbox);
        (await Subscriber.Open(server, token)).Dispose();

        var before = server.ResidentKiB;
        var streams = new List<Subscriber>();
        for (var i = 0; i < Subscribers; i++) streams.Add(await Subscriber.Open(server, token));
        await Task.Delay(Settling);
        report.Below("memory per idle subscriber", (server.ResidentKiB - before) / Subscribers, "KiB", 24);

        var delays = await Deliver(senders, server, inbox, streams);
        report.Add($"{Messages} messages to {Subscribers} subscribers: from POST to event, p50", delays.P50, "ms");
        report.Below("  p99", delays.P99, "ms", 100);
        foreach (var stream in streams) stream.Dispose();
    }

    private static async Task<Samples> Deliver(Senders senders, ServerProcess server, HttpLine inbox, List<Subscriber> streams)
    {
        var samples = new Samples();
        for (var i = 0; i < Messages; i++)
        {
            var sent = Stopwatch.GetTimestamp();
            var heard = Task.WhenAll(streams.Select(stream => stream.HearsInbound(sent, samples)));
            await Post(senders, server, inbox);
            await heard;
            await Task.Delay(Between);
        }

        return samples;
    }

    private static async Task Post(Senders senders, ServerProcess server, HttpLine inbox)
    {
        if (await inbox.Exchange(senders.All[0].Write(server.Url("i0")).Request()) is not 204 and var status)
            throw new InvalidOperationException($"An envelope was answered {status}.");
    }

    private sealed class Subscriber : IDisposable
    {
        private readonly HttpLine _line;

        private Subscriber(HttpLine line) => _line = line;

        public static async Task<Subscriber> Open(ServerProcess server, string token)
        {
            var stream = new Subscriber(await HttpLine.Open(server.Port));
            await stream._line.Send(HttpLine.Get("/api/v1/events", server.Url("i0").Authority, $"Authorization: Bearer {token}"));
            await stream.Hears("event: ready");
            return stream;
        }

        public async Task HearsInbound(long sent, Samples samples)
        {
            await Hears("event: inbound");
            samples.Add(Stopwatch.GetElapsedTime(sent));
        }

        public void Dispose() => _line.Dispose();

        // Frames are small and sent whole; a name is not cut in two.
        private async Task Hears(string line)
        {
            var wanted = Encoding.Latin1.GetBytes(line);
            while ((await _line.Receive()).Span.IndexOf(wanted) < 0)
            {
            }
        }
    }
}
