namespace Benchmarks.Live;

/// <summary>A program that tells the tabs of a user what happened to that user.</summary>
internal interface IFanOut : IAsyncDisposable
{
    public string Name { get; }

    public int Port { get; }

    public Footprint Footprint { get; }

    /// <summary>What a tab sends to be told.</summary>
    public byte[] Request(int user);

    /// <summary>Once a tab of each of them is open: waits until an event of theirs would reach it.</summary>
    public Task Follow(IEnumerable<int> users);

    /// <summary>Something happened. Two after one another are never the same, so that no program may make one of them.</summary>
    public void Publish(int user, int number);

    /// <summary>Something so long that a few hundred fill every buffer on the way to a tab that reads nothing.</summary>
    public void Flood(int user, int number);
}
