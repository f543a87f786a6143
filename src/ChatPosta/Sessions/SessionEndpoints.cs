using ChatPosta.Accounts;
using ChatPosta.Live;
using ChatPosta.Web;

namespace ChatPosta.Sessions;

internal static class SessionEndpoints
{
    public static void AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionCookie>();
        services.AddHostedService<SessionSweeper>();
        services.AddHostedService<RevocationWatch>();
    }

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        app.MapPost("/logout", SignOut).WithMetadata(new EndsSession());
        app.MapPost("/session/heartbeat", () => Results.NoContent());
        // For lock.js: whose session this browser has now. A GET of a script, so it keeps no session alive.
        app.MapGet("/session", (Session session) => Results.Json(new { user = session.User.Id }));
    }

    /// <summary>Ends this session and its streams, and has the browser forget what it holds of us.</summary>
    private static async Task<IResult> SignOut(
        Session session, ClientPlace place, SessionStore sessions, SessionCookie cookies, LiveHub live, UserStore users, HttpContext context)
    {
        await sessions.SignOut(session, cookies.Read(context.Request)!);
        live.EndSession(session.Id);
        await users.Audit(session.User.Id, AuditStore.SignedOut, network: place.Network);
        cookies.Clear(context.Response);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return new SeeOther("/login");
    }
}
