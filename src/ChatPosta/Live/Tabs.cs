using Posta.Hosting.Events;

namespace ChatPosta.Live;

/// <summary>The tabs of one user and the ring that they read: the browser's side of a <see cref="UserStream"/>, used by its loop only.</summary>
internal sealed class Tabs
{
    private readonly EventRing _ring = new(new EventRingOptions { MergeEqual = true });
    private readonly HashSet<Tab> _open = [];
    private volatile string _position = "";
    private Standing? _standing;

    public bool None => _open.Count == 0;

    /// <summary>The newest trigger's id. Read by anybody.</summary>
    public string Position => _position;

    public void Publish(Trigger trigger) => _position = _ring.Append(trigger.Name, trigger.Data, trigger.Thread).Id;

    /// <param name="gapsMatter">Whether a tab that cannot say what it saw must fetch everything anew.</param>
    public Tab Open(TabRequest request, UpstreamStatus status, bool gapsMatter, Action<Tab> onClosed)
    {
        var thread = request.Peer?.Canonical;
        var start = _ring.Subscribe(request.LastEventId, frame => frame.Topic.Length == 0 || thread is null || frame.Topic == thread);
        var hasGap = gapsMatter && start.Resumption != Resumption.Resumed;
        var standing = Stand(start.NewestId, status);
        IReadOnlyList<EventFrame> greeting = hasGap ? [standing.Resync, standing.State] : [.. start.Missed, standing.State];
        var tab = new Tab(request.SessionId, start.Cursor, greeting, standing.Bye, onClosed);
        _open.Add(tab);
        return tab;
    }

    public void Remove(Tab tab) => _open.Remove(tab);

    public IReadOnlyDictionary<string, int> BySession() => _open.CountBy(tab => tab.SessionId).ToDictionary();

    /// <summary>Ends these tabs' responses; each is removed when its response is over.</summary>
    public void End(string reason, Func<Tab, bool> which)
    {
        foreach (var tab in _open.Where(which)) tab.Cursor.End(reason);
    }

    private Standing Stand(string newestId, UpstreamStatus status)
    {
        if (_standing is { } standing && standing.NewestId == newestId && standing.Status == status) return standing;
        return _standing = new Standing(newestId, status);
    }

    /// <summary>How it stands when a tab opens: the same for all that open before anything happens, so they share the frames.</summary>
    private sealed class Standing(string newestId, UpstreamStatus status)
    {
        public string NewestId => newestId;
        public UpstreamStatus Status => status;
        public EventFrame Resync { get; } = Frame(Trigger.Resync, newestId);
        public EventFrame State { get; } = Frame(Trigger.State(status), newestId);
        public EventFrame Bye { get; } = Frame(Trigger.Bye, newestId);

        private static EventFrame Frame(Trigger trigger, string id) => EventFrame.Create(trigger.Name, trigger.Data, id);
    }
}
