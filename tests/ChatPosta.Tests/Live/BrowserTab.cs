using Posta.Hosting.Events;

namespace ChatPosta.Tests.Live;

/// <summary>One open answer of /events, read as a browser would.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseEvent> _events;

    private BrowserTab(HttpResponseMessage response, Stream body)
    {
        Response = response;
        _body = body;
        _events = SseReader.Read(body, 64 * 1024).GetAsyncEnumerator();
    }

    public HttpResponseMessage Response { get; }

    public static async Task<BrowserTab> Reading(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsStreamAsync());

    /// <summary>The next event or comment; null when the server has ended the stream.</summary>
    public async Task<SseEvent?> Next() =>
        await _events.MoveNextAsync().AsTask().WaitAsync(Bound) ? _events.Current : null;

    /// <summary>Everything up to and with the first event of that name, and with that text in its data.</summary>
    public async Task<List<SseEvent>> Until(string name, string data = "")
    {
        var said = new List<SseEvent>();
        do said.Add(await Next() ?? throw new InvalidOperationException($"The stream ended before '{name}'."));
        while (said[^1].Name != name || !said[^1].Data.Contains(data, StringComparison.Ordinal));
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        Response.Dispose();
        await _body.DisposeAsync();
    }
}
