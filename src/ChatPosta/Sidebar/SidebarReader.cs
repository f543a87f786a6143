using ChatPosta.Live;
using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Sidebar;

/// <summary>Shapes the signed-in user's sidebar. Bound to one request, and takes the live position before anything is fetched.</summary>
internal sealed class SidebarReader(Session session, PostaClient upstream, Pictures pictures, LiveHub live, TimeProvider time)
{
    private static readonly TimeSpan RecoveryIsNews = TimeSpan.FromDays(7);

    private readonly string _livePosition = live.Position(session.User.Id);

    public static async ValueTask<SidebarReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
            ? new SidebarReader(session, upstream, pictures, context.RequestServices.GetRequiredService<LiveHub>(), context.RequestServices.GetRequiredService<TimeProvider>())
            : null;

    public async Task<SidebarModel> Read(PostaUrl? open, CancellationToken ct) => Of(await upstream.Contacts(ct), open);

    /// <summary>As <see cref="Read"/>, with the user's own picture, which only whole pages show.</summary>
    public async Task<SidebarModel> ReadWhole(CancellationToken ct)
    {
        var picture = OwnPicture(ct);
        return await Read(open: null, ct) with { Picture = await picture };
    }

    /// <summary>"" also where the server does not say: a page is not worse for it.</summary>
    public async Task<string> OwnPicture(CancellationToken ct)
    {
        try
        {
            return pictures.Avatar((await upstream.Identity(ct)).Avatar);
        }
        catch (UpstreamException)
        {
            return "";
        }
    }

    public SidebarModel Of(IEnumerable<Contact> contacts, PostaUrl? open) =>
        SidebarModel.From(session.User.Identity, session.User.Name, contacts, open, pictures) with
        {
            LivePosition = _livePosition,
            UserId = session.User.Id,
            RecoveredAt = session.User.RecoveredAt is { } at && time.GetUtcNow() - at < RecoveryIsNews ? at : null,
        };
}
