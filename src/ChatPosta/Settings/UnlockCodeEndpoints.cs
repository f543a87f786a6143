using System.Security.Cryptography;
using ChatPosta.Keys;
using ChatPosta.Limits;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>
/// The unlock code: made, shown, and kept only when its owner says that it is written down. Until then the one before
/// goes on, so that a lost answer or a closed tab locks nobody out.
/// </summary>
internal static class UnlockCodeEndpoints
{
    private const string Path = "/settings/unlock-code";

    private static readonly TimeSpan WriteDownWithin = TimeSpan.FromMinutes(15);

    public static void AddUnlockCode(this IServiceCollection services) =>
        services.AddSingleton(provider => new ShownCodes(
            new(provider.GetRequiredService<TimeProvider>(), WriteDownWithin), new(provider.GetRequiredService<Site>(), "chat-code")));

    public static void MapUnlockCode(this IEndpointRouteBuilder app)
    {
        var code = app.MapGroup(Path).DisableAntiforgery();
        code.MapPost("", Make).RequireFreshAssertion(PasskeysEndpoints.Path).RequireLimit(Limit.KeyChange);
        code.MapGet("", Show);
        code.MapPost("/keep", Keep);
        code.MapPost("/remove", Remove).RequireFreshAssertion(PasskeysEndpoints.Path).RequireLimit(Limit.KeyChange);
    }

    private static SeeOther Make(Session session, ShownCodes shown, HttpContext context)
    {
        shown.Cookie.Write(context.Response, shown.Store.Add(new(session.Id, UnlockCode.Generate()), session.User.Id), shown.Store.Lifetime);
        return new SeeOther(Path);
    }

    private static async Task<IResult> Show(Session session, ShownCodes shown, Site site, Html html, HttpContext context) =>
        shown.Store.Find(shown.Cookie.Read(context.Request)) is { } code && code.SessionId == session.Id
            ? await html.Page<UnlockCodePage, UnlockCodeSheetModel>(new(code.Code.Reveal(), T("{0} at {1}", session.User.Identity.Display, site.RpId)))
            : new SeeOther(PasskeysEndpoints.Path);

    private static async Task<IResult> Keep(
        Session session, ClientPlace place, ShownCodes shown, SessionCookie cookies, SessionStore sessions, UnlockCodeStore codes, HttpContext context)
    {
        var code = shown.Store.Take(shown.Cookie.Read(context.Request));
        shown.Cookie.Clear(context.Response);
        if (code?.SessionId != session.Id || await sessions.DataKey(cookies.Read(context.Request)!) is not { } dataKey)
            return new SeeOther($"{PasskeysEndpoints.Path}?failed=code");

        var wrapped = KeyChain.Wrap(dataKey, code.Code, session.User.Id);
        CryptographicOperations.ZeroMemory(dataKey);
        await codes.Keep(session.User.Id, wrapped, place.Network);
        return new SeeOther($"{PasskeysEndpoints.Path}?done=code");
    }

    private static async Task<IResult> Remove(Session session, ClientPlace place, UnlockCodeStore codes, PasskeysReader reader, SettingsHtml html)
    {
        if (await codes.Remove(session.User.Id, place.Network)) return new SeeOther($"{PasskeysEndpoints.Path}?done=code-removed");

        var model = await reader.Read(session);
        return model.Code is null
            ? new SeeOther(PasskeysEndpoints.Path)
            : await html.Page<PasskeysPage, PasskeysModel>(
                model with { Error = T("It can't be removed: none of your passkeys opens your account without it.") }, StatusCodes.Status409Conflict);
    }
}

/// <summary>Codes that are on a screen and on no paper yet.</summary>
internal sealed record ShownCodes(CeremonyStore<ShownCode> Store, CeremonyCookie Cookie);

/// <param name="SessionId">The session that sees it.</param>
internal sealed record ShownCode(string SessionId, UnlockCode Code);
