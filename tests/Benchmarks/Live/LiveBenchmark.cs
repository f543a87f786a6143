namespace Benchmarks.Live;

/// <summary>From an event of a user's server to the tabs of that user: in bulk, at rest, with tabs that hang, and after a cut.</summary>
internal static class LiveBenchmark
{
    private const int OpenFiles = 65_536;

    private static readonly Dictionary<string, Func<Report, int, Task>> Parts = new()
    {
        ["fan-out"] = FanOutFigures.Run,
        ["idle"] = (report, _) => IdleFigures.Run(report),
        ["stalled"] = (report, _) => StalledFigures.Run(report),
        ["storm"] = (report, _) => StormFigures.Run(report),
    };

    /// <param name="part">One of them; all when null.</param>
    public static async Task Run(Report report, string? part)
    {
        if (part is not null && !Parts.ContainsKey(part)) throw new ArgumentException($"Name one: {string.Join(", ", Parts.Keys)}.");

        var openFiles = Live.OpenFiles.Raise(OpenFiles);
        foreach (var (name, measure) in Parts)
            if (part is null || part == name) await measure(report, openFiles);
    }
}
