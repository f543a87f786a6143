using System.Diagnostics;

namespace Benchmarks.Live;

/// <summary>
/// Ten thousand tabs lose their streams in one moment and all come back at once. Browsers spread it (live-rules.js), so this
/// is worse than life.
/// </summary>
internal static class StormFigures
{
    private const int Users = 2_000;
    private const int Tabs = 5;
    private const int Doors = 4;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task Run(Report report)
    {
        using var reading = new ReadingThread();
        await using var chat = await ChatFanOut.Start(Users);
        var before = new Crowd(chat, reading);
        await before.Open(Users, Tabs);
        await Task.Delay(Settling);
        var idle = chat.Footprint.ResidentKiB;

        chat.Footprint.ForgetPeak();
        before.Dispose();
        await Measure(report, "the network is cut", chat, reading, () => Task.CompletedTask, idle);
        await Measure(report, "chat-posta is restarted", chat, reading, chat.Start, idle);
    }

    private static async Task Measure(Report report, string what, ChatFanOut chat, ReadingThread reading, Func<Task> prepare, double idle)
    {
        var begin = Stopwatch.GetTimestamp();
        await prepare();
        var tabs = await Task.WhenAll(Enumerable.Range(0, Doors).Select(door => Task.Run(() => Return(chat, reading, door))));
        var all = tabs.SelectMany(some => some).ToList();
        while (all.Exists(tab => tab.Status == 0) && Stopwatch.GetElapsedTime(begin) < Patience) await Task.Delay(10);
        var took = Stopwatch.GetElapsedTime(begin);
        await chat.Follow(Enumerable.Range(0, Users));

        report.Below($"{what}: {all.Count:#,0} tabs are back", took.TotalSeconds, "s", 15);
        report.Below("  all servers followed again", Stopwatch.GetElapsedTime(begin).TotalSeconds, "s", null);
        report.Below("  not answered 200", all.Count(tab => !tab.IsOpen), "", 1);
        report.Below("  most memory, of that at rest", chat.Footprint.PeakKiB / idle, "times", 1.5);
        await chat.Stop();
        foreach (var tab in all)
        {
            reading.Remove(tab);
            tab.Dispose();
        }
    }

    private static List<Tab> Return(ChatFanOut chat, ReadingThread reading, int door)
    {
        var back = new List<Tab>();
        for (var user = door; user < Users; user += Doors)
        {
            var audience = new Audience(user);
            for (var n = 0; n < Tabs; n++)
            {
                var tab = new Tab(audience, chat.Port, chat.Request(user));
                reading.Add(tab);
                back.Add(tab);
            }
        }

        return back;
    }
}
