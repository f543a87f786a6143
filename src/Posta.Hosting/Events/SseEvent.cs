namespace Posta.Hosting.Events;

/// <summary>What a client reads from an event stream.</summary>
/// <param name="Name">"message" when the server named none; empty for a comment.</param>
/// <param name="Data">The data lines, joined by line feeds.</param>
/// <param name="Id">The last id seen so far, to be sent as <c>Last-Event-ID</c> when reconnecting.</param>
public sealed record SseEvent(string Name, string Data, string Id)
{
    /// <summary>A comment line: nothing happened, but the stream lives.</summary>
    public static readonly SseEvent KeepAlive = new("", "", "");

    /// <summary>Whether this is <see cref="KeepAlive"/>.</summary>
    public bool IsKeepAlive => ReferenceEquals(this, KeepAlive);
}
