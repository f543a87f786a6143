using ChatPosta.Composer;
using ChatPosta.Contacts;
using ChatPosta.Media;
using ChatPosta.Queue;
using ChatPosta.Sessions;
using ChatPosta.Sidebar;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>Reads threads from the user's server into what the templates show. Bound to one request.</summary>
internal sealed class ThreadReader(Session session, PostaClient upstream, Pictures pictures, SidebarReader sidebar, MessageQueue queue)
{
    public static async ValueTask<ThreadReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
        && await SidebarReader.BindAsync(context) is { } sidebar
        && await MessageQueue.BindAsync(context) is { } queue
            ? new ThreadReader(session, upstream, pictures, sidebar, queue)
            : null;

    /// <summary>The rows before a given one, or the newest.</summary>
    public Task<ThreadPageModel> Page(PostaUrl peer, long? before, CancellationToken ct, ComposerModel? composer = null) =>
        Page(peer, WindowOf(peer, before, ct), (rows, _) => rows with { IsPast = before is not null }, composer, ct);

    /// <summary>The rows before and after a given one, which is marked.</summary>
    public Task<ThreadPageModel> PageAround(PostaUrl peer, long rowId, ComposerModel composer, CancellationToken ct) => Page(
        peer, Window.Around(upstream, peer, rowId, ct), (rows, window) => rows.WithFound(rowId) with { IsPast = window.Next is not null }, composer, ct);

    /// <summary>The rows before and after a given one, from which on the reader takes all as unread.</summary>
    public Task<ThreadPageModel> PageUnreadFrom(PostaUrl peer, long rowId, ComposerModel composer, CancellationToken ct) => Page(
        peer, Window.Around(upstream, peer, rowId, ct), (rows, window) => rows.WithUnreadFrom(rowId) with { IsPast = window.Next is not null }, composer, ct);

    public Task<RowsModel> Rows(PostaUrl peer, long? before, CancellationToken ct) => Rows(peer, WindowOf(peer, before, ct), ct);

    public Task<RowsModel> RowsWith(PostaUrl peer, long rowId, CancellationToken ct) =>
        Rows(peer, Window.With(upstream, peer, rowId, ct), ct);

    /// <summary>What an answer to that row stands above; null when the thread has no such row.</summary>
    public async Task<ReplyModel?> Reply(PostaUrl peer, long rowId, CancellationToken ct) =>
        (await RowsWith(peer, rowId, ct)).Messages.FirstOrDefault(row => row.RowId == rowId) is { } row ? ReplyModel.Of(row) : null;

    private async Task<ThreadPageModel> Page(
        PostaUrl peer, Task<Window> reading, Func<RowsModel, Window, RowsModel> mark, ComposerModel? composer, CancellationToken ct)
    {
        var (own, waiting) = (sidebar.OwnPicture(ct), queue.Waiting());
        var (contacts, window) = await Read(reading, ct);
        var known = new Acquaintances(session.User.Identity, contacts, pictures);
        var people = known.With(peer);
        var rows = mark(RowsModel.From(window, people), window);
        var contact = known.Of(peer);
        var (isEmpty, isRequest) = (rows.Messages.Count == 0, contact?.Status == ContactStatus.Request);
        var thread = new ThreadModel(
            people.Them,
            contact is null ? rows : rows.WithUnreadSince(contact.LastReadRowId, isRequest ? UnreadReason.Request : UnreadReason.NotSeen),
            composer is null ? ComposerModel.Fresh(peer, focus: isEmpty) : composer with { Focus = composer.Focus || isEmpty })
        {
            IsRequest = isRequest,
            IsBlocked = contact?.Status == ContactStatus.Blocked,
            Menu = contact is not null && Strangers.AreShown(contact) ? ContactMenuModel.Of(peer, contact) : null,
            Queue = QueueModel.Of(peer, await waiting),
        };
        return new(sidebar.Of(contacts, open: peer) with { Picture = await own }, thread);
    }

    private async Task<RowsModel> Rows(PostaUrl peer, Task<Window> reading, CancellationToken ct)
    {
        var (contacts, window) = await Read(reading, ct);
        return RowsModel.From(window, new Acquaintances(session.User.Identity, contacts, pictures).With(peer));
    }

    private async Task<(IReadOnlyList<Contact> Contacts, Window Window)> Read(Task<Window> reading, CancellationToken ct)
    {
        var contacts = upstream.Contacts(ct);
        await Task.WhenAll(contacts, reading);
        return (await contacts, await reading);
    }

    private Task<Window> WindowOf(PostaUrl peer, long? before, CancellationToken ct) =>
        before is { } rowId ? Window.Before(upstream, peer, rowId, ct) : Window.Newest(upstream, peer, ct);
}
