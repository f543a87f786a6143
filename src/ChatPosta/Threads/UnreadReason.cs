namespace ChatPosta.Threads;

/// <summary>Why rows stand below the divider of what is unread.</summary>
public enum UnreadReason
{
    /// <summary>They were not on a screen for a second, in a window in front.</summary>
    NotSeen,

    /// <summary>Whoever wrote them waits for a decision.</summary>
    Request,

    /// <summary>The reader said so, in this view.</summary>
    Marked,
}
