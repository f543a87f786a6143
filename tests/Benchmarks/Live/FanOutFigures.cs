namespace Benchmarks.Live;

/// <summary>How many events reach tabs, what each costs the server, and how long one is on its way; beside nchan.</summary>
internal static class FanOutFigures
{
    private const int Rounds = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1.5);

    private static readonly Shape[] Shapes =
    [
        new(Users: 1_000, Tabs: 1, Paced: 1_000),
        new(Users: 1, Tabs: 1_000, Paced: 20, IsTarget: true),
        new(Users: 2_000, Tabs: 5, Paced: 1_000, IsTarget: true),
        new(Users: 1_000, Tabs: 2, Paced: 1_000, P50: 2, P99: 25),
        new(Users: 1_000, Tabs: 10, Paced: 1_000),
        new(Users: 10_000, Tabs: 1, Paced: 1_000),
    ];

    /// <param name="openFiles">How many connections each program may hold.</param>
    public static async Task Run(Report report, int openFiles)
    {
        using var reading = new ReadingThread();
        await using var chat = await ChatFanOut.Start(Shapes.Max(shape => shape.Users));
        await using var nchan = NginxProcess.IsInstalled ? await NchanFanOut.Start(reading) : null;
        if (nchan is null) report.Note("nginx with nchan is not installed (Debian: nginx, libnginx-mod-nchan), so chat-posta stands alone");

        foreach (var wanted in Shapes)
        {
            var shape = wanted.Within(openFiles);
            // One after the other: the tabs of both would be more than one program may hold.
            var ours = await Measure(shape, chat, reading);
            Say(report, shape, ours, nchan is null ? null : await Measure(shape, nchan, reading));
        }
    }

    private static async Task<Outcome> Measure(Shape shape, IFanOut server, ReadingThread reading)
    {
        using var crowd = new Crowd(server, reading);
        await crowd.Open(shape.Users, shape.Tabs);
        await crowd.FlatOut(WarmUp);
        var rates = new List<Rate>();
        for (var round = 0; round < Rounds; round++) rates.Add(await crowd.FlatOut(Round));
        return new(Middle(rates, rate => rate.PerSecond), Middle(rates, rate => rate.Cost), await crowd.Paced(shape.Paced, 2 * Round));
    }

    private static double Middle(List<Rate> rates, Func<Rate, double> figure) => rates.Select(figure).Order().ElementAt(Rounds / 2);

    private static void Say(Report report, Shape shape, Outcome ours, Outcome? theirs)
    {
        report.Add($"{shape}: delivered", ours.PerSecond, "/s");
        if (theirs is not null)
        {
            report.Add("  nchan", theirs.PerSecond, "/s");
            report.AtLeast("  of nchan's", ours.PerSecond / theirs.PerSecond, "times", shape.IsTarget ? 1.2 : null);
        }

        report.Add("  processor time for each", ours.Cost, "µs");
        if (theirs is not null)
        {
            report.Add("  nchan", theirs.Cost, "µs");
            report.Below("  of nchan's", ours.Cost / theirs.Cost, "times", shape.IsTarget ? 1.1 : null);
        }

        report.Below($"  {shape.Paced} events a second: to the tab, p50", ours.Delays.P50, "ms", shape.P50);
        report.Below("  p99", ours.Delays.P99, "ms", shape.P99);
        if (theirs is null) return;

        report.Add("  nchan, p50", theirs.Delays.P50, "ms");
        report.Add("  nchan, p99", theirs.Delays.P99, "ms");
    }

    private sealed record Outcome(double PerSecond, double Cost, Samples Delays);

    /// <param name="Paced">Events a second where the time is what is measured.</param>
    private sealed record Shape(int Users, int Tabs, int Paced, bool IsTarget = false, double? P50 = null, double? P99 = null)
    {
        private const int Others = 1_000;

        /// <summary>As many of the users as there is room for: each has a connection to a server too.</summary>
        public Shape Within(int openFiles) => this with { Users = Math.Min(Users, (openFiles - Others) / (Tabs + 1)) };

        public override string ToString() => $"{Users:#,0} {(Users == 1 ? "user" : "users")} × {Tabs:#,0} {(Tabs == 1 ? "tab" : "tabs")}";
    }
}
