using ChatPosta.Accounts;
using ChatPosta.Live;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;

namespace ChatPosta.Settings;

/// <summary>The list of one's own sessions, and how to end them.</summary>
internal static class SessionsEndpoints
{
    private const string Page = "/settings/sessions";

    public static void MapSessionsPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(Page, Show);
        app.MapPost($"{Page}/{{id}}/end", EndOne);
        app.MapPost($"{Page}/end-others", EndOthers).RequireFreshAssertion(Page);
    }

    private static async Task<IResult> Show(Session session, SessionStore sessions, PasskeyStore passkeys, LiveHub live, TimeProvider time, SettingsHtml html)
    {
        var streams = await live.CountStreams(session.User.Id);
        var names = (await passkeys.OfUser(session.User.Id)).ToDictionary(passkey => passkey.CredentialId, passkey => passkey.Info.Name ?? "");
        var all = (await sessions.OfUser(session.User.Id)).Select(each => new SessionModel(
            each.Id,
            each.Place.Device,
            each.Place.Network,
            each.CreatedAt,
            each.LastSeenAt,
            names.GetValueOrDefault(each.CredentialId, ""),
            streams.GetValueOrDefault(each.Id),
            each.Id == session.Id));
        return await html.Page<SessionsPage, SessionsModel>(new([.. all.OrderByDescending(each => each.IsThis)], session.SecondsLeft(time)));
    }

    /// <summary>Somebody else's id, or one that has ended meanwhile: the list shows how it is.</summary>
    private static async Task<IResult> EndOne(
        string id, Session session, ClientPlace place, SessionStore sessions, LiveHub live, UserStore users)
    {
        await Note(await sessions.EndOne(session.User.Id, id), session, place, live, users);
        return new SeeOther(Page);
    }

    private static async Task<IResult> EndOthers(Session session, ClientPlace place, SessionStore sessions, LiveHub live, UserStore users)
    {
        await Note(await sessions.EndOfUser(session.User.Id, except: session.Id), session, place, live, users);
        return new SeeOther(Page);
    }

    private static async Task Note(IReadOnlyList<string> ended, Session session, ClientPlace place, LiveHub live, UserStore users)
    {
        foreach (var id in ended) live.EndSession(id);
        if (ended.Count > 0) await users.Audit(session.User.Id, AuditStore.SessionsEnded, $"{ended.Count}", place.Network);
    }
}
