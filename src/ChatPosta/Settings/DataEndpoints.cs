using ChatPosta.Accounts;
using ChatPosta.Live;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>What is stored here about the user, and the way to have it deleted.</summary>
internal static class DataEndpoints
{
    private const string Path = "/settings/data";

    public static void MapData(this IEndpointRouteBuilder app)
    {
        app.MapGet(Path, Show);
        app.MapPost("/settings/delete", Delete).RequireFreshAssertion(Path).WithMetadata(new EndsSession()).DisableAntiforgery();
    }

    private static Task<IResult> Show(StoredData stored, SettingsHtml html) => Page(html, stored);

    private static async Task<IResult> Delete(
        [FromForm] string? confirm,
        Session session,
        StoredData stored,
        AccountDeletion deletion,
        SessionStore sessions,
        SessionCookie cookies,
        LiveHub live,
        SettingsHtml html,
        HttpContext context)
    {
        if (!IsConfirmed(confirm, session.User.Identity))
            return await Page(html, stored, T("That isn't your address, so nothing was deleted."), StatusCodes.Status422UnprocessableEntity);

        await deletion.Delete(session.User.Id);
        await sessions.SignOut(session, cookies.Read(context.Request)!);
        live.EndSession(session.Id);
        foreach (var id in await sessions.Reconcile()) live.EndSession(id);
        cookies.Clear(context.Response);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return new SeeOther("/login?left=deleted");
    }

    private static bool IsConfirmed(string? typed, PostaUrl identity) =>
        PostaUrl.TryParseInput((typed ?? "").Trim(), out var url, out _) && url == identity;

    private static async Task<IResult> Page(SettingsHtml html, StoredData stored, string problem = "", int status = StatusCodes.Status200OK) =>
        await html.Page<DataPage, DataModel>(await stored.Read() with { Problem = problem }, status);
}
