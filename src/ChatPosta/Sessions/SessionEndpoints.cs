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
    }

    /// <summary>Ends this session and its streams, and has the browser forget what it holds of us.</summary>
    private static async Task<IResult> SignOut(
        Session session, ClientPlace place, SessionStore sessions, SessionCookie cookies, LiveHub live, UserStore users, HttpResponse response)
    {
        await sessions.End(session.Id);
        live.EndSession(session.Id);
        await users.Audit(session.User.Id, AuditStore.SignedOut, network: place.Network);
        cookies.Clear(response);
        response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return new SeeOther("/login");
    }
}
