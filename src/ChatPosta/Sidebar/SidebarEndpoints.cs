using ChatPosta.Threads;
using ChatPosta.Web;

namespace ChatPosta.Sidebar;

internal static class SidebarEndpoints
{
    public static void MapSidebar(this IEndpointRouteBuilder app)
    {
        app.MapGet("/", Home);
        app.MapGet("/sidebar", Show);
    }

    private static async Task<IResult> Home(SidebarReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        context.Response.VaryByHtmx();
        return context.Request.WantsFragment
            ? await html.Page<EmptyFragment, SidebarModel>(await reader.Read(open: null, ct))
            : await html.Page<HomePage, SidebarModel>(await reader.ReadWhole(ct));
    }

    /// <summary>htmx says which page asks, so the open conversation stays marked.</summary>
    private static async Task<IResult> Show(SidebarReader reader, Html html, HttpRequest request, CancellationToken ct)
    {
        var open = PeerPath.TryParse(request.Headers["HX-Current-URL"].ToString(), out var path) ? path.Peer : null;
        return await html.Page<SidebarUpdate, SidebarModel>(await reader.Read(open, ct));
    }
}
