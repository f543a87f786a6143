namespace Posta.Server.Outbox;

/// <summary>What a peer's answer, or its silence, means for the message (wire.md §6).</summary>
internal abstract record Answer
{
    /// <summary>The HTTP status; 0 when no answer came.</summary>
    public int Status { get; init; }

    public sealed record Delivered : Answer;

    /// <summary>No attempt will ever succeed.</summary>
    public sealed record Refused(string Code) : Answer;

    /// <summary>Our clock and theirs disagree about the time stamp.</summary>
    public sealed record Stale : Answer;

    /// <summary>Perhaps later.</summary>
    public sealed record Unavailable(string Code, TimeSpan? RetryAfter = null) : Answer;
}
