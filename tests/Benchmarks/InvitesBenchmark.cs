using System.Diagnostics;
using ChatPosta;
using ChatPosta.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks;

/// <summary>Whether the time of an answer tells a guessed invite code from one that exists: they must take the same.</summary>
internal static class InvitesBenchmark
{
    private const int Times = 10_000;

    public static async Task Run(Report report)
    {
        using var place = new Workplace();
        await using var app = App.Build(new()
        {
            Listen = [new("localhost", 0)],
            Db = Path.Combine(place.Folder, "state.db"),
            BaseUrl = new Uri("http://localhost:0"),
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            LimitScale = 0,
        });
        await app.StartAsync();
        var invites = app.Services.GetRequiredService<InviteStore>();
        var (_, open) = await invites.Create("open", TimeSpan.FromHours(1));
        var (_, expired) = await invites.Create("expired", TimeSpan.FromHours(-1));
        for (var n = 0; n < 1_000; n++) await invites.Create($"{n}", TimeSpan.FromHours(1));

        string[] codes = [InviteCode.Generate(), expired, "no code at all", open];
        var port = new Uri(app.Urls.First()).Port;
        using var line = await HttpLine.Open(port);
        var requests = codes.Select(code => Request(code, $"localhost:{port}")).ToArray();
        var samples = requests.Select(_ => new Samples()).ToArray();
        // Turn and turn about, so that all meet the same machine.
        for (var n = 0; n < Times; n++)
            for (var kind = 0; kind < requests.Length; kind++) samples[kind].Add(await Time(line, requests[kind]));

        report.Add("unknown code, median", samples[0].P50, "ms");
        foreach (var (kind, what) in new[] { (1, "expired"), (2, "malformed"), (3, "open") })
            report.Below($"  {what}: away from that", Math.Abs(samples[kind].P50 - samples[0].P50), "ms", 1);
    }

    private static async Task<TimeSpan> Time(HttpLine line, byte[] request)
    {
        var start = Stopwatch.GetTimestamp();
        await line.Exchange(request);
        return Stopwatch.GetElapsedTime(start);
    }

    private static byte[] Request(string code, string host) => HttpLine.Post(
        "/register/invite", host, System.Text.Encoding.ASCII.GetBytes($"code={Uri.EscapeDataString(code)}"),
        "Content-Type: application/x-www-form-urlencoded", "Sec-Fetch-Site: same-origin");
}
