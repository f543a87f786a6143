using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Web;

namespace ChatPosta.Settings;

/// <summary>Renders the pages of settings. Bound to one request, and reads anew what a session may have seen otherwise.</summary>
internal sealed class SettingsHtml(Session session, ServerLinkStore links, Html html)
{
    public static async ValueTask<SettingsHtml?> BindAsync(HttpContext context) => await Session.BindAsync(context) is { } session
        ? new(session, context.RequestServices.GetRequiredService<ServerLinkStore>(), context.RequestServices.GetRequiredService<Html>())
        : null;

    public async Task<IResult> Page<TView, TModel>(TModel model, int status = StatusCodes.Status200OK)
        where TView : View<TModel>
        where TModel : SettingsModel
    {
        var state = await links.State(session.User.Id);
        return await html.Page<TView, TModel>(model with { IsLinked = state.RefusedAt is null }, status);
    }
}
