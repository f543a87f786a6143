using System.Diagnostics;

namespace Benchmarks.Live;

/// <summary>One user, the tabs that are read, and which of the user's events have reached all of them.</summary>
internal sealed class Audience(int user)
{
    // More than are ever on their way.
    private const int Kept = 64;

    private readonly long[] _sentAt = new long[Kept];
    private readonly int[] _missing = new int[Kept];

    public int User { get; } = user;

    public List<Tab> Tabs { get; } = [];

    public int Published { get; private set; }

    /// <summary>Where the delays of what arrives are noted, while they are wanted.</summary>
    public Samples? Delays { get; set; }

    /// <summary>Called on the reading thread when an event is everywhere.</summary>
    public Action<Audience>? OnComplete { get; set; }

    public bool IsComplete => Tabs.All(tab => tab.Heard == Published);

    /// <summary>What came so far concerns nobody: the greetings, for example.</summary>
    public void StartAnew()
    {
        Published = 0;
        foreach (var tab in Tabs) tab.Heard = 0;
    }

    /// <summary>To be called right before the event goes out; answers its number.</summary>
    public int Publish()
    {
        var number = Published;
        _missing[number % Kept] = Tabs.Count;
        _sentAt[number % Kept] = Stopwatch.GetTimestamp();
        Published = number + 1;
        return number;
    }

    public void Arrived(int number)
    {
        Delays?.Add(Stopwatch.GetElapsedTime(_sentAt[number % Kept]));
        if (--_missing[number % Kept] == 0) OnComplete?.Invoke(this);
    }
}
