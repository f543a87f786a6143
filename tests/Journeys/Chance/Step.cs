namespace Journeys.Chance;

/// <summary>What can happen next. What is not possible as things stand is passed over, so that any part of a run is a run.</summary>
internal abstract record Step
{
    /// <summary>She sends a line from a tab; one that came back is sent again instead.</summary>
    public sealed record Write(int Tab) : Step;

    /// <summary>Somebody sends her so many lines.</summary>
    public sealed record Receive(string From, int Lines) : Step;

    /// <param name="Peer">Whose thread; null for the page without one.</param>
    public sealed record OpenTab(string? Peer, Window Window) : Step;

    public sealed record CloseTab(int Tab) : Step;

    public sealed record Switch(int Tab, string Peer) : Step;

    /// <summary>She opens one conversation and another at once, while the peer of the second writes: on a slow way, what comes of it overtakes each other.</summary>
    public sealed record Hurry(int Tab, string Peer, string Next) : Step;

    public sealed record Resize(int Tab, Window Window) : Step;

    public sealed record ScrollUp(int Tab) : Step;

    public sealed record LoadOlder(int Tab) : Step;

    /// <summary>The network changes on one of the two ways.</summary>
    public sealed record Change(Way Way, Network Network) : Step;

    public sealed record RestartChat : Step;

    public sealed record StopServer : Step;

    public sealed record StartServer : Step;

    public sealed record RevokeToken : Step;

    public sealed record LinkAgain : Step;

    /// <summary>Nothing, until every tab is live again.</summary>
    public sealed record Rest : Step;
}

internal enum Way
{
    ToChat,
    ToServer,
}

internal enum Network
{
    Well,
    Slow,
    Slowest,
    Held,
    Cut,
}

internal enum Window
{
    Desk,
    Low,
    Phone,
}
