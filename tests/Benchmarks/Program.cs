namespace Benchmarks;

internal static class Program
{
    private static readonly Dictionary<string, Func<Report, Task>> All = new()
    {
        ["inbound"] = InboundBenchmark.Run,
        ["reads"] = ReadsBenchmark.Run,
        ["events"] = EventsBenchmark.Run,
        ["start"] = StartBenchmark.Run,
    };

    internal static async Task<int> Main(string[] args)
    {
        if (args is not [{ } name] || !All.TryGetValue(name, out var benchmark))
        {
            await Console.Error.WriteLineAsync($"Name one: {string.Join(", ", All.Keys)}.");
            return 2;
        }

        var report = new Report(name);
        await benchmark(report);
        report.Print(Console.Out);
        return 0;
    }
}
