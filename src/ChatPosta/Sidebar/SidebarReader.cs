using ChatPosta.Live;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Sidebar;

/// <summary>Shapes the signed-in user's sidebar. Bound to one request, and takes the live position before anything is fetched.</summary>
internal sealed class SidebarReader(Session session, PostaClient upstream, LiveHub live)
{
    private readonly string _livePosition = live.Position(session.User.Id);

    public static async ValueTask<SidebarReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session && await PostaClient.BindAsync(context) is { } upstream
            ? new SidebarReader(session, upstream, context.RequestServices.GetRequiredService<LiveHub>())
            : null;

    public async Task<SidebarModel> Read(PostaUrl? open, CancellationToken ct) => Of(await upstream.Contacts(ct), open);

    public SidebarModel Of(IEnumerable<Contact> contacts, PostaUrl? open) =>
        SidebarModel.From(session.User.Identity, session.User.Name, contacts, open) with { LivePosition = _livePosition, UserId = session.User.Id };
}
