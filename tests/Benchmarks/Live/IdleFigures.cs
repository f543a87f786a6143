namespace Benchmarks.Live;

/// <summary>What a signed-in user and a tab weigh while nothing happens.</summary>
internal static class IdleFigures
{
    private const int Users = 1_000;
    private const int Tabs = 10;

    /// <summary>Those who are here first: the code is warm then, and the memory that the first streams take once is taken.</summary>
    private const int First = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task Run(Report report)
    {
        using var reading = new ReadingThread();
        var (perUser, perTab) = await Measure(await ChatFanOut.Start(Users), reading);
        report.Below($"memory per idle user, of {Users:#,0} with a tab and a server over TLS", perUser, "KiB", 110);
        report.Below($"memory per idle tab, of {Users * Tabs:#,0}", perTab, "KiB", 14);
        if (!NginxProcess.IsInstalled) return;

        var (_, theirs) = await Measure(await NchanFanOut.Start(reading), reading);
        report.Add("  nchan", theirs, "KiB");
        report.Below("  of nchan's", perTab / theirs, "times", 1.4);
    }

    private static async Task<(double PerUser, double PerTab)> Measure(IFanOut server, ReadingThread reading)
    {
        await using var running = server;
        using var crowd = new Crowd(server, reading);
        await crowd.Open(First, 1);
        var atFirst = await Settle(server);
        await crowd.Open(Users, 1);
        var withUsers = await Settle(server);
        await crowd.Open(Users, Tabs);
        var withTabs = await Settle(server);
        return ((withUsers - atFirst) / (Users - First), (withTabs - withUsers) / (Users * (Tabs - 1)));
    }

    private static async Task<double> Settle(IFanOut server)
    {
        await Task.Delay(Settling);
        return server.Footprint.ResidentKiB;
    }
}
