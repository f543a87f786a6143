using ChatPosta.Upstream;
using Posta.Hosting.Events;
using Posta.Protocol;

namespace ChatPosta.Live;

/// <summary>Opens the event stream of one posta-server: <see cref="PostaClient.OpenEvents"/> of a session.</summary>
internal delegate Task<HttpResponseMessage> OpenEvents(string? lastEventId, CancellationToken ct);

/// <param name="Peer">The only thread whose updates the tab wants, or null for all of them.</param>
/// <param name="LastEventId">Where the tab was in the user's stream, or empty.</param>
internal sealed record TabRequest(string SessionId, PostaUrl? Peer, string LastEventId, OpenEvents Upstream)
{
    /// <summary>Which link's token that is.</summary>
    public string? LinkId { get; init; }
}

/// <summary>One browser page at the user's stream, until it is disposed of.</summary>
/// <param name="Greeting">What it missed, and how the posta-server stands: to be sent before anything from the cursor.</param>
/// <param name="Farewell">To be sent when the program stops.</param>
internal sealed record Tab(
    string SessionId, EventCursor Cursor, IReadOnlyList<EventFrame> Greeting, EventFrame Farewell, Action<Tab> Close) : IDisposable
{
    public void Dispose()
    {
        Cursor.Dispose();
        Close(this);
    }

    public bool Equals(Tab? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Cursor.GetHashCode();
}
