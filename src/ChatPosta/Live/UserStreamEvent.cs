using Posta.Hosting.Events;

namespace ChatPosta.Live;

/// <summary>Everything that can happen to a <see cref="UserStream"/>. Nothing else touches what it knows.</summary>
internal abstract record UserStreamEvent
{
    /// <summary>A browser page wants the user's triggers.</summary>
    public sealed record TabOpened(TabRequest Request, TaskCompletionSource<Tab?> Answer) : UserStreamEvent;

    /// <summary>Its response ended, whoever ended it.</summary>
    public sealed record TabClosed(Tab Tab) : UserStreamEvent;

    /// <summary>Nobody came back since the last tab closed.</summary>
    public sealed record GraceElapsed : UserStreamEvent;

    /// <summary>Somebody asks how many tabs each session has open.</summary>
    public sealed record TabsCounted(TaskCompletionSource<IReadOnlyDictionary<string, int>> Answer) : UserStreamEvent;

    /// <summary>Signed out, expired or revoked: that session's tabs end, the user's others go on.</summary>
    public sealed record SessionEnded(string SessionId) : UserStreamEvent;

    /// <summary>A message began or ended to wait for the user's server.</summary>
    public sealed record QueueChanged : UserStreamEvent;

    /// <summary>Disabled, deleted or linked anew: every tab ends.</summary>
    public sealed record UserEnded : UserStreamEvent;

    /// <summary>The program stops. The tabs are told so by their responses.</summary>
    public sealed record Drained : UserStreamEvent;

    /// <summary>The posta-server sent an event.</summary>
    public sealed record UpstreamSpoke(UpstreamConnection Connection, SseEvent Said) : UserStreamEvent;

    /// <summary>The connection to the posta-server is over, or never came to be.</summary>
    public sealed record UpstreamEnded(UpstreamConnection Connection, UpstreamEnd End) : UserStreamEvent;

    /// <summary>The pause after a lost connection is over.</summary>
    public sealed record RetryDue : UserStreamEvent;
}
