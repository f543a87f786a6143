using System.Text;
using ChatPosta.Live;
using Posta.Hosting.Events;

namespace ChatPosta.Tests.Live;

/// <summary>Reads a tab's frames as its response would.</summary>
internal sealed class TabReader(Tab tab)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly Queue<EventFrame> _greeting = new(tab.Greeting);

    /// <summary>The id of the newest frame read.</summary>
    public string LastId { get; private set; } = "";

    public string? Ending => tab.Cursor.Ending;

    public IEnumerable<string> Greeting => tab.Greeting.Select(frame => frame.Name);

    /// <summary>The next frame as "name data".</summary>
    public async Task<string> Next()
    {
        EventFrame? frame;
        while (!_greeting.TryDequeue(out frame) && !tab.Cursor.TryRead(out frame))
            Assert.True(await tab.Cursor.Wait().AsTask().WaitAsync(Bound), $"The tab ended: {Ending}");
        LastId = frame.Id;
        return $"{frame.Name} {Data(frame)}";
    }

    /// <summary>Everything up to and with the first frame of that name.</summary>
    public async Task<List<string>> Until(string name)
    {
        var said = new List<string>();
        do said.Add(await Next());
        while (!said[^1].StartsWith(name, StringComparison.Ordinal));
        return said;
    }

    public void Close() => tab.Dispose();

    private static string Data(EventFrame frame) =>
        Encoding.UTF8.GetString(frame.Bytes.Span).Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..];
}
