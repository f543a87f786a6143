using ChatPosta.Composer;
using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Sidebar;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>Reads threads from the user's server into what the templates show. Bound to one request.</summary>
internal sealed class ThreadReader(Session session, PostaClient upstream, Pictures pictures, SidebarReader sidebar)
{
    public static async ValueTask<ThreadReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
        && await SidebarReader.BindAsync(context) is { } sidebar
            ? new ThreadReader(session, upstream, pictures, sidebar)
            : null;

    /// <summary>The rows before a given one, or the newest.</summary>
    public async Task<ThreadPageModel> Page(PostaUrl peer, long? before, CancellationToken ct, ComposerModel? composer = null)
    {
        var own = sidebar.OwnPicture(ct);
        var (contacts, window) = await Read(WindowOf(peer, before, ct), ct);
        var contact = ContactOf(peer, contacts);
        var people = PeopleOf(peer, contact);
        var rows = RowsModel.From(window, people) with { IsPast = before is not null };
        var thread = new ThreadModel(
            people.Them,
            contact is null ? rows : rows.WithUnreadSince(contact.LastReadRowId),
            composer ?? ComposerModel.Fresh(peer, focus: rows.Messages.Count == 0));
        return new(sidebar.Of(contacts, open: peer) with { Picture = await own }, thread);
    }

    public Task<RowsModel> Rows(PostaUrl peer, long? before, CancellationToken ct) => Rows(peer, WindowOf(peer, before, ct), ct);

    public Task<RowsModel> RowsWith(PostaUrl peer, long rowId, CancellationToken ct) =>
        Rows(peer, Window.With(upstream, peer, rowId, ct), ct);

    private async Task<RowsModel> Rows(PostaUrl peer, Task<Window> reading, CancellationToken ct)
    {
        var (contacts, window) = await Read(reading, ct);
        return RowsModel.From(window, PeopleOf(peer, ContactOf(peer, contacts)));
    }

    private async Task<(IReadOnlyList<Contact> Contacts, Window Window)> Read(Task<Window> reading, CancellationToken ct)
    {
        var contacts = upstream.Contacts(ct);
        await Task.WhenAll(contacts, reading);
        return (await contacts, await reading);
    }

    private Task<Window> WindowOf(PostaUrl peer, long? before, CancellationToken ct) =>
        before is { } rowId ? Window.Before(upstream, peer, rowId, ct) : Window.Newest(upstream, peer, ct);

    private People PeopleOf(PostaUrl peer, Contact? contact)
    {
        var known = Strangers.AreShown(contact);
        var people = People.Of(session.User.Identity, peer, contact?.Name ?? "", known ? pictures.Avatar(contact!.Avatar) : "");
        return people with { Pictures = pictures, IsRequest = !known };
    }

    /// <summary>Servers name a peer in display or in canonical form.</summary>
    private static Contact? ContactOf(PostaUrl peer, IEnumerable<Contact> contacts) =>
        contacts.FirstOrDefault(contact => PostaUrl.TryParseInput(contact.Url, out var url, out _) && url == peer);
}
