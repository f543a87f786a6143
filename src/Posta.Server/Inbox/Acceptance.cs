using Posta.Server.Messages;

namespace Posta.Server.Inbox;

/// <summary>What the database said to a verified envelope.</summary>
internal abstract record Acceptance
{
    /// <summary>It lies on the disk.</summary>
    public sealed record Stored(MessageRow Message, bool ContactChanged) : Acceptance;

    /// <summary>It lay there before.</summary>
    public sealed record Duplicate : Acceptance;

    /// <summary>The user does not want messages from there.</summary>
    public sealed record Forbidden : Acceptance;

    /// <summary>It would be one stranger more than the user is shown.</summary>
    public sealed record Crowded : Acceptance;
}
