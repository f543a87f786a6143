using ChatPosta.Limits;
using ChatPosta.Sidebar;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Requests;

/// <summary>
/// The shelf for strangers, and the three answers to one of them. Each can be given twice, and from a page that is out of
/// date: what another tab has settled stays settled.
/// </summary>
internal static class RequestsEndpoints
{
    private const string Shelf = "/requests";

    public static void MapRequests(this IEndpointRouteBuilder app)
    {
        app.MapGet(Shelf, Show);
        var answer = app.MapGroup("/c/{peer}").DisableAntiforgery();
        answer.MapPost("/accept", Accept).RequireLimit(Limit.ContactChange);
        answer.MapPost("/ignore", Ignore).RequireLimit(Limit.ContactChange);
        answer.MapPost("/block", Block).RequireLimit(Limit.ContactChange);
    }

    private static async Task<IResult> Show(SidebarReader sidebar, Html html, HttpContext context, CancellationToken ct)
    {
        context.Response.VaryByHtmx();
        return context.Request.WantsFragment
            ? await html.Page<RequestsFragment, SidebarModel>(await sidebar.Read(open: null, ct))
            : await html.Page<RequestsPage, SidebarModel>(await sidebar.ReadWhole(ct));
    }

    /// <summary>Adding a contact takes a request, somebody removed and somebody blocked alike (C-05).</summary>
    private static async Task<IResult> Accept(PeerPath path, PostaClient upstream, CancellationToken ct)
    {
        await upstream.AddContact(path.Peer, ct);
        return new SeeOther(PeerPath.Of(path.Peer));
    }

    /// <summary>Only whoever still waits: taking somebody off the list whom another tab has accepted, or blocked, would undo that.</summary>
    private static async Task<IResult> Ignore(PeerPath path, PostaClient upstream, CancellationToken ct)
    {
        if ((await upstream.Contacts(ct)).Any(contact => contact.Status == ContactStatus.Request && IsOf(contact, path.Peer)))
            await upstream.RemoveContact(path.Peer, ct);
        return new SeeOther(Shelf);
    }

    private static async Task<IResult> Block(PeerPath path, PostaClient upstream, CancellationToken ct)
    {
        try
        {
            await upstream.ChangeContact(new(path.Peer.Canonical) { Status = ContactStatus.Blocked }, ct);
        }
        catch (UpstreamException exception) when (exception.Error.Code == ErrorCode.PeerNotFound)
        {
            // Ignored from elsewhere: there is nobody left to block.
        }

        return new SeeOther(Shelf);
    }

    private static bool IsOf(Contact contact, PostaUrl peer) => PostaUrl.TryParseInput(contact.Url, out var url, out _) && url == peer;
}
