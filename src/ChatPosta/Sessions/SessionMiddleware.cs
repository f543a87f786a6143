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
            if (IsActivity(context.Request)) await sessions.Touch(session);
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
    /// streams and the fragments that they make a tab fetch go on in an abandoned tab too, so they do not count.
    /// </summary>
    private static bool IsActivity(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) || request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static void SendToSignIn(HttpContext context)
    {
        var isPage = HttpMethods.IsGet(context.Request.Method) && !context.Request.WantsFragment
            && context.Request.Headers["Sec-Fetch-Dest"] != "empty";
        if (isPage)
        {
            context.Response.Redirect("/login");
            return;
        }

        context.Response.HxRedirect("/login");
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }
}

/// <summary>Marks an endpoint that needs no session.</summary>
internal sealed class OpenToAll;
