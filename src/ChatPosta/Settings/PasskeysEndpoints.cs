using ChatPosta.Limits;
using ChatPosta.Live;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>The user's passkeys: list, rename, remove (chat.md §4).</summary>
internal static class PasskeysEndpoints
{
    public const string Path = "/settings/passkeys";

    private static string NoName => T("A passkey needs a name by which you know it again. It keeps the one it had.");

    private static string CodeNotKept =>
        T("That unlock code waited too long, or is in use already. If the one below is not from a moment ago, throw away what you wrote down and make another.");

    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        var passkeys = app.MapGroup(Path).DisableAntiforgery();
        passkeys.MapGet("", Show);
        passkeys.MapPost("/rename", Rename).RequireLimit(Limit.KeyChange);
        passkeys.MapPost("/remove", Remove).RequireFreshAssertion(Path).RequireLimit(Limit.KeyChange);
    }

    private static async Task<IResult> Show(string? done, string? failed, PasskeysReader reader, Session session, SettingsHtml html) =>
        await html.Page<PasskeysPage, PasskeysModel>(await reader.Read(session, done == "removed") with
        {
            Notice = Said(done),
            Error = failed == "code" ? CodeNotKept : "",
        });

    private static string Said(string? done) => done switch
    {
        "added" => T("The passkey is added. From now on it signs you in."),
        "renamed" => T("The passkey has its new name."),
        "removed" => T("The passkey is removed, and what was signed in with it is signed out."),
        "code" => T("Your unlock code is in use. One that you had before opens nothing any more."),
        "code-removed" => T("The unlock code is removed. What you wrote down opens nothing any more."),
        _ => "",
    };

    private static async Task<IResult> Rename(
        [FromForm] string? id, [FromForm] string? name, Session session, ClientPlace place, PasskeyStore passkeys, PasskeysReader reader, SettingsHtml html)
    {
        if (PasskeyName.Parse(name) is not { } clean)
            return await html.Page<PasskeysPage, PasskeysModel>(await reader.Read(session) with { Error = NoName }, StatusCodes.Status422UnprocessableEntity);

        await passkeys.Rename(id ?? "", session.User.Id, clean, place.Network);
        return new SeeOther($"{Path}?done=renamed");
    }

    private static async Task<IResult> Remove(
        [FromForm] string? id, Session session, ClientPlace place, PasskeyStore passkeys, PasskeysReader reader, SessionStore sessions, LiveHub live, SettingsHtml html)
    {
        var removal = await passkeys.Remove(id ?? "", session.User.Id, place.Network);
        if (removal.Explain() is { Length: > 0 } reason)
            return await html.Page<PasskeysPage, PasskeysModel>(await reader.Read(session) with { Error = reason }, StatusCodes.Status409Conflict);

        if (removal is PasskeyRemoval.Removed)
            foreach (var ended in await sessions.EndOfPasskey(id!)) live.EndSession(ended);
        return new SeeOther($"{Path}?done=removed");
    }
}
