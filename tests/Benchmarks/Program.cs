using Benchmarks.Live;

namespace Benchmarks;

internal static class Program
{
    private static readonly Dictionary<string, Func<Report, string?, Task>> All = new()
    {
        ["inbound"] = (report, _) => InboundBenchmark.Run(report),
        ["reads"] = ReadsBenchmark.Run,
        ["events"] = (report, _) => EventsBenchmark.Run(report),
        ["start"] = (report, _) => StartBenchmark.Run(report),
        ["invites"] = (report, _) => InvitesBenchmark.Run(report),
        ["sessions"] = (report, _) => SessionsBenchmark.Run(report),
        ["sign-in"] = (report, _) => SignInBenchmark.Run(report),
        ["live"] = LiveBenchmark.Run,
        ["render"] = (report, _) => RenderBenchmark.Run(report),
        ["pages"] = (report, _) => PagesBenchmark.Run(report),
        ["upload"] = (report, _) => UploadBenchmark.Run(report),
    };

    internal static async Task<int> Main(string[] args)
    {
        if (args is [PlainPage.Argument, var portAndBytes])
        {
            await PlainPage.Serve(portAndBytes);
            return 0;
        }

        if (args is not [{ } name, ..] || args.Length > 2 || !All.TryGetValue(name, out var benchmark))
        {
            await Console.Error.WriteLineAsync($"Name one: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        var report = new Report(name);
        await benchmark(report, args.ElementAtOrDefault(1));
        report.Print(Console.Out);
        return 0;
    }
}
