using System.Diagnostics;
using System.Text;

namespace Benchmarks;

/// <summary>What a client waits for when it opens the list, a thread or a search, in a large inbox.</summary>
internal static class ReadsBenchmark
{
    private const int Times = 1_000;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(5);

    /// <param name="seed">Where a filled inbox is kept for the next run; null to fill one and forget it.</param>
    public static async Task Run(Report report, string? seed)
    {
        using var place = new Workplace();
        await using var server = new ServerProcess(place.Folder);
        await server.Add("i0");
        var seeding = Stopwatch.GetTimestamp();
        SeededInbox.Fill(place.File(Path.Combine("i0", "inbox.db")), seed, server.Url("i0").Canonical);
        report.Add($"seeding {SeededInbox.Messages} messages", Stopwatch.GetElapsedTime(seeding).TotalSeconds, "s");
        var token = await server.Token("i0");
        await server.Start("i0");

        var changes = 0;
        using var line = await HttpLine.Open(server.Port);
        await Measure("GET contacts", 5, _ => "/contacts");
        await MeasureChangedContacts();
        await Measure("GET messages, newest 50", 5, i => $"/messages?peer=peer{Peer(i)}.example");
        await Measure("GET messages, 50 before", 5, i => $"/messages?peer=peer{Peer(i)}.example&before={i * 977 % SeededInbox.Messages}");
        if (await Status("/search?q=a") != 404)
        {
            await Measure("search, common words", 50, i => $"/search?q={Uri.EscapeDataString(SeededInbox.Word(i % 20))}");
            await Measure("search, rare words", 50, i => $"/search?q={Uri.EscapeDataString(SeededInbox.Word(1_000 + i))}");
            await Measure("search, two letters", 50, i => $"/search?q={Uri.EscapeDataString(SeededInbox.Word(i)[..2])}");
            await Measure("search, nothing found", 50, i => $"/search?q=quux{i}");
        }

        async Task Measure(string what, double target, Func<int, string> path)
        {
            await WarmUp(i => Status(path(i)));
            var samples = await Samples.Of(Times, i => Status(path(i)));
            report.Add($"{what}: p50", samples.P50, "ms");
            report.Below("  p99", samples.P99, "ms", target);
        }

        // The list is kept between two changes, so this one is written anew each time.
        async Task MeasureChangedContacts()
        {
            await WarmUp(_ => PinAndList());
            var samples = new Samples();
            for (var i = 0; i < Times / 4; i++) samples.Add(await PinAndList());

            report.Add("GET contacts after a change: p50", samples.P50, "ms");
            report.Add("  p99", samples.P99, "ms");
        }

        async Task<TimeSpan> PinAndList()
        {
            // Each contact becomes pinned, and in the next round not: a change that changes nothing would measure the kept list.
            await Pin(changes % SeededInbox.Contacts, changes / SeededInbox.Contacts % 2 == 0);
            changes++;
            var start = Stopwatch.GetTimestamp();
            await Status("/contacts");
            return Stopwatch.GetElapsedTime(start);
        }

        async Task Pin(int peer, bool pinned)
        {
            var body = Encoding.UTF8.GetBytes($$"""{"url":"peer{{peer}}.example","pinned":{{(pinned ? "true" : "false")}}}""");
            var request = HttpLine.Write("PATCH", "/api/v1/contacts", server.Url("i0").Authority, body, $"Authorization: Bearer {token}", "Content-Type: application/json");
            var status = await line.Exchange(request);
            if (status != 200) throw new InvalidOperationException($"Pinning was answered {status}.");
        }

        async Task<int> Status(string path)
        {
            var status = await line.Exchange(HttpLine.Get($"/api/v1{path}", server.Url("i0").Authority, $"Authorization: Bearer {token}"));
            return status is 200 or 404 ? status : throw new InvalidOperationException($"{path} was answered {status}.");
        }
    }

    /// <summary>
    /// A daemon that runs for weeks is measured, not its first second: the runtime compiles the busiest methods a second time,
    /// on one of the two cores, and that was all of the slowest hundredth of the answers.
    /// </summary>
    private static async Task WarmUp(Func<int, Task> step)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) < WarmUpTime; i++) await step(i);
    }

    // Half of the questions are about the ten who talk most.
    private static int Peer(int i) => i % 2 == 0 ? i / 2 % 10 : i * 7 % SeededInbox.Contacts;
}
