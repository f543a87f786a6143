namespace Benchmarks;

/// <summary>How soon a server with many identities serves the last of them, and what each weighs while nobody calls.</summary>
internal static class StartBenchmark
{
    private const int Identities = 200;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task Run(Report report)
    {
        var (alone, _) = await Measure(1);
        var (full, ready) = await Measure(Identities);
        report.Below($"start to ready, {Identities} identities", ready.TotalSeconds, "s", 2);
        report.Add("memory with 1 identity", alone / 1024, "MiB");
        report.Add($"memory with {Identities}", full / 1024, "MiB");
        report.Below("memory per idle identity", (full - alone) / (Identities - 1), "KiB", 400);
    }

    private static async Task<(double ResidentKiB, TimeSpan Ready)> Measure(int identities)
    {
        using var place = new Workplace();
        await using var server = new ServerProcess(place.Folder);
        for (var i = 0; i < identities; i++) await server.Add($"i{i}");
        var ready = await server.Start($"i{identities - 1}");
        // What the start itself needed is given back, or is not, some moments later.
        await Task.Delay(Settling);
        return (server.ResidentKiB, ready);
    }
}
