namespace Posta.Server.Outbox;

/// <summary>How the messages of one identity stand.</summary>
internal sealed record OutboxCounts
{
    public int Messages { get; init; }

    /// <summary>Not delivered yet.</summary>
    public int Waiting { get; init; }

    public int Failed { get; init; }

    /// <summary>When the oldest of those that wait was sent; '' when none waits.</summary>
    public string OldestWaiting { get; init; } = "";
}
