namespace Posta.Hosting.Events;

/// <summary>What a client's last event id was worth.</summary>
public enum Resumption
{
    /// <summary>It held none.</summary>
    Fresh,

    /// <summary>Everything since is in <see cref="Subscription.Missed"/>.</summary>
    Resumed,

    /// <summary>From another life, too old, or invented: what was missed cannot be told, so say <c>resync</c>.</summary>
    Unknown,
}

/// <summary>The start of a reading: what was missed up to <paramref name="NewestId"/>, and a cursor for everything after it.</summary>
public sealed record Subscription(EventCursor Cursor, Resumption Resumption, IReadOnlyList<EventFrame> Missed, string NewestId);
