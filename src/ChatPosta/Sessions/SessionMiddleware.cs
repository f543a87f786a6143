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
        var session = cookies.Read(context.Request) is { } cookie ? await sessions.Find(cookie) : null;
        if (session is not null)
        {
            context.Features.Set(session);
            if (IsActivity(context)) await sessions.Touch(session);
        }

        if (session is null && context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is null)
        {
            SendToSignIn(context);
            return;
        }

        await next(context);
    }

    /// <summary>
    /// What a person does: opens a page, sends a form, or keeps a visible tab in use (its heartbeat is a POST). Event
    /// streams, and the fragments and read marks that they cause, go on in an abandoned tab too, so they do not count.
    /// </summary>
    private static bool IsActivity(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<NotActivity>() is null
        && (!HttpMethods.IsGet(context.Request.Method) || context.Request.IsNavigation);

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
