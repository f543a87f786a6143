using ChatPosta.Web;

namespace ChatPosta.Sessions;

/// <summary>
/// Finds the session of the request's cookie. Without one, only endpoints marked <see cref="OpenToAll"/> answer:
/// a page leads to sign-in, a fragment is told to go there.
/// </summary>
internal sealed class SessionMiddleware(RequestDelegate next, SessionStore sessions, SessionCookie cookies)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var cookie = cookies.Read(context.Request);
        if (cookie is not null && await sessions.Find(cookie) is { } session)
        {
            context.Features.Set(session);
            if (IsActivity(context)) await NoteActivity(context, session, cookie);
            await next(context);
            if (session.HasEnded && !Has<OpenToAll>(context) && !Has<EndsSession>(context)) Withhold(context);
            return;
        }

        if (Has<OpenToAll>(context)) await next(context);
        else SendToSignIn(context);
    }

    private async Task NoteActivity(HttpContext context, Session session, byte[] cookie)
    {
        await sessions.Touch(session);
        if (await sessions.Renew(cookie) is { } renewed) cookies.Write(context.Response, renewed.Value, renewed.ExpiresAt);
    }

    /// <summary>The session ended while its request was under way: what was not sent yet is not sent.</summary>
    private static void Withhold(HttpContext context)
    {
        if (context.Response.HasStarted) return;

        context.Response.Clear();
        SendToSignIn(context);
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

    private static void SendToSignIn(HttpContext context)
    {
        if (IsPage(context.Request))
        {
            // 303: what was posted is not posted to the sign-in page.
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = "/login";
            return;
        }

        context.Response.HxRedirect("/login");
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    private static bool IsPage(HttpRequest request) =>
        request.IsNavigation
        || (HttpMethods.IsGet(request.Method) && !request.WantsFragment && request.Headers["Sec-Fetch-Dest"] != "empty");
}

/// <summary>Marks an endpoint that scripts call by themselves, so that calling it keeps no session alive.</summary>
internal sealed class NotActivity;

/// <summary>Marks an endpoint that needs no session.</summary>
internal sealed class OpenToAll;

/// <summary>Marks an endpoint that ends its own session, and says so itself.</summary>
internal sealed class EndsSession;
