using ChatPosta.Web;
using Microsoft.AspNetCore.Http.Extensions;

namespace ChatPosta.Sessions;

/// <summary>
/// Finds the session of the request's cookie. Without one, only endpoints marked <see cref="OpenToAll"/> answer:
/// a page leads to sign-in and back, a fragment is told to go there, or to lock what is open.
/// </summary>
internal sealed class SessionMiddleware(RequestDelegate next, SessionStore sessions, SessionCookie cookies)
{
    /// <summary>Tells a script that the browser's session has ended, and that nobody signed out.</summary>
    public const string EndedHeader = "Session-Ended";

    public async Task InvokeAsync(HttpContext context)
    {
        var cookie = cookies.Read(context.Request);
        if (cookie is not null && await sessions.Find(cookie) is { } session)
        {
            context.Features.Set(session);
            if (IsActivity(context)) await NoteActivity(context, session, cookie);
            await next(context);
            if (session.HasEnded && !Has<OpenToAll>(context) && !Has<EndsSession>(context)) Withhold(context, cookie);
            return;
        }

        if (Has<OpenToAll>(context)) await next(context);
        else Refuse(context, cookie);
    }

    private async Task NoteActivity(HttpContext context, Session session, byte[] cookie)
    {
        await sessions.Touch(session);
        if (await sessions.Renew(cookie) is { } renewed) cookies.Write(context.Response, renewed.Value, renewed.ExpiresAt);
    }

    /// <summary>The session ended while its request was under way: what was not sent yet is not sent.</summary>
    private void Withhold(HttpContext context, byte[] cookie)
    {
        if (context.Response.HasStarted) return;

        context.Response.Clear();
        Refuse(context, cookie);
    }

    /// <summary>
    /// What a person does: opens a page, sends a form, or keeps a visible tab in use (its heartbeat is a POST). Event
    /// streams, and the fragments and read marks that they cause, go on in an abandoned tab too, so they do not count.
    /// </summary>
    private static bool IsActivity(HttpContext context) =>
        !Has<NotActivity>(context)
        && (!HttpMethods.IsGet(context.Request.Method) || context.Request.IsNavigation);

    private static bool Has<T>(HttpContext context)
        where T : class => context.GetEndpoint()?.Metadata.GetMetadata<T>() is not null;

    private void Refuse(HttpContext context, byte[]? cookie)
    {
        if (IsPage(context.Request)) SendToSignIn(context);
        else RefuseScript(context.Response, hasEnded: cookie is not null && !sessions.WasSignedOut(cookie));
    }

    private static void SendToSignIn(HttpContext context)
    {
        // 303: what was posted is not posted to the sign-in page, and cannot be asked for after it.
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location =
            HttpMethods.IsGet(context.Request.Method) ? NextPage.SignInFor(context.Request.GetEncodedPathAndQuery()) : NextPage.SignInFor(NextPage.Home);
    }

    /// <summary>
    /// Who has signed out goes to sign-in. A session that ended by itself, or was ended from elsewhere, locks the page
    /// instead (lock.js): somebody may be writing there.
    /// </summary>
    private static void RefuseScript(HttpResponse response, bool hasEnded)
    {
        response.StatusCode = StatusCodes.Status401Unauthorized;
        if (hasEnded) response.Headers[EndedHeader] = "1";
        else response.HxRedirect(NextPage.SignInFor(NextPage.Home));
    }

    private static bool IsPage(HttpRequest request) =>
        request.IsNavigation
        || (HttpMethods.IsGet(request.Method) && !request.WantsFragment && request.Headers["Sec-Fetch-Dest"].ToString() is not ("empty" or "image"));
}

/// <summary>Marks an endpoint that scripts call by themselves, so that calling it keeps no session alive.</summary>
internal sealed class NotActivity;

/// <summary>Marks an endpoint that needs no session.</summary>
internal sealed class OpenToAll;

/// <summary>Marks an endpoint that ends its own session, and says so itself.</summary>
internal sealed class EndsSession;
