using System.Diagnostics;

namespace Benchmarks;

/// <summary>Envelopes that a server checks, stores durably and accepts, next to what signatures and the disk allow.</summary>
internal static class InboundBenchmark
{
    private const int SenderCount = 50;
    private const int Envelopes = 20_000;
    private const int WarmUps = 3;
    private const double Share = 0.5;

    public static async Task Run(Report report)
    {
        await Run(report, identities: 1, lines: 64);
        await Run(report, identities: 50, lines: 256);
    }

    private static async Task Run(Report report, int identities, int lines)
    {
        using var place = new Workplace();
        await using var senders = await Senders.Start(SenderCount);
        await using var server = new ServerProcess(place.Folder, senders.WriteRoots(place.File("roots.pem")));
        for (var i = 0; i < identities; i++) await server.Add($"i{i}");
        await server.Start("i0");

        // Every sender's document is in the cache before it counts, and the code as the runtime leaves it after some seconds:
        // its second compilation takes a sixth of the processor time while it lasts.
        await Post(server, Write(senders, server, identities, SenderCount), 1);
        for (var i = 0; i < WarmUps; i++) await Post(server, Write(senders, server, identities, Envelopes), lines);

        var letters = Write(senders, server, identities, Envelopes);
        var before = Limits.Measure(place, letters, identities, lines / identities);
        var (worked, start) = (server.ProcessorTime, Stopwatch.GetTimestamp());
        await Post(server, letters, lines);
        var accepted = Envelopes / Stopwatch.GetElapsedTime(start).TotalSeconds;
        var cost = (server.ProcessorTime - worked).TotalMicroseconds / Envelopes;

        // A virtual machine is not equally fast from one second to the next.
        var limits = before.MeanWith(Limits.Measure(place, letters, identities, lines / identities));
        report.Add("bare signature checks, one core", limits.Verifications, "/s");
        report.Add($"bare rows, {identities} files, 1 per commit", limits.Commits, "/s");
        report.Add($"bare rows, {identities} files, {lines / identities} per commit", limits.SharedCommits, "/s");
        report.Add($"{identities} identities, {lines} connections: accepted", accepted, "/s");
        report.AtLeast("  of the slower of signature checks and commits", 100 * accepted / Math.Min(limits.Verifications, limits.Commits), "%", 100 * Share);
        report.AtLeast("  of the slower of signature checks and shared commits", 100 * accepted / Math.Min(limits.Verifications, limits.SharedCommits), "%", 100 * Share);
        report.Add("  processor time of the server each", cost, "µs");
    }

    /// <summary>What the machine allows, per second.</summary>
    /// <param name="SharedCommits">Rows, as many to a commit as can wait for one at once: stricter than one to each.</param>
    private sealed record Limits(double Verifications, double Commits, double SharedCommits)
    {
        public static Limits Measure(Workplace place, Letter[] letters, int identities, int waiting) =>
            new(Yardsticks.Verifications(letters), Yardsticks.Commits(place, 1, identities), Yardsticks.Commits(place, waiting, identities));

        public Limits MeanWith(Limits other) => new(
            (Verifications + other.Verifications) / 2, (Commits + other.Commits) / 2, (SharedCommits + other.SharedCommits) / 2);
    }

    private static Letter[] Write(Senders senders, ServerProcess server, int identities, int count)
    {
        var all = senders.All;
        var letters = new Letter[count];
        Parallel.For(0, count, i => letters[i] = all[i % all.Count].Write(server.Url($"i{i % identities}")));
        return letters;
    }

    private static async Task Post(ServerProcess server, Letter[] letters, int lines)
    {
        var requests = letters.Select(letter => letter.Request()).ToArray();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, lines).Select(async _ =>
        {
            using var line = await HttpLine.Open(server.Port);
            for (int i; (i = Interlocked.Increment(ref next)) < requests.Length;)
                if (await line.Exchange(requests[i]) is not 204 and var status)
                    throw new InvalidOperationException($"An envelope was answered {status}.");
        }));
    }
}
