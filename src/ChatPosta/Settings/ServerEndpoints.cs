using System.Security.Cryptography;
using ChatPosta.Accounts;
using ChatPosta.Limits;
using ChatPosta.Live;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>The link to one's posta-server, and how to make it anew after the server has refused the token (chat.md §4).</summary>
internal static class ServerEndpoints
{
    private const string Page = "/settings/server";

    public static void MapServerPage(this IEndpointRouteBuilder app)
    {
        app.MapGet(Page, Show);
        app.MapPost(Page, Link).DisableAntiforgery().RequireFreshAssertion(Page);
    }

    private static Task<IResult> Show(Session session, ServerLinkStore links, TimeProvider time, Html html) =>
        Render(session, links, time, html, "", StatusCodes.Status200OK);

    private static async Task<IResult> Link(
        [FromForm] string? pairing,
        Session session,
        ClientPlace place,
        Pairing server,
        SessionStore sessions,
        SessionCookie cookies,
        ServerLinkStore links,
        LiveHub live,
        RateLimits limits,
        Caller caller,
        TimeProvider time,
        Html html,
        HttpContext context)
    {
        if (limits.Refuse(Limit.Pairing, caller) is { } wait)
        {
            context.Response.RetryAfter(wait);
            return await Render(session, links, time, html, T("That was too often. Wait {0}, then try again.", Waiting.Words(wait)), StatusCodes.Status429TooManyRequests);
        }

        var (paired, error) = await server.OpenAgain(pairing ?? "", session.User.Identity, context.RequestAborted);
        if (paired is null) return await Render(session, links, time, html, error, StatusCodes.Status422UnprocessableEntity);

        // The session ended while the server was asked: the middleware says so.
        if (await sessions.DataKey(cookies.Read(context.Request)!) is not { } dataKey) return Results.Empty;

        var link = ServerLink.Seal(paired.Token, dataKey, session.User);
        CryptographicOperations.ZeroMemory(dataKey);
        await links.LinkAgain(session.User.Id, link, place.Network);
        // From here on every session reads the new token, and the stream that held the old one is opened anew.
        sessions.Forget(session.User.Id);
        live.EndUser(session.User.Id);
        return new SeeOther(Page);
    }

    private static async Task<IResult> Render(Session session, ServerLinkStore links, TimeProvider time, Html html, string error, int status)
    {
        var state = await links.State(session.User.Id);
        return await html.Page<ServerPage, ServerModel>(
            new(session.User.Identity, state.LinkedAt, state.RefusedAt, session.SecondsLeft(time), error), status);
    }
}
