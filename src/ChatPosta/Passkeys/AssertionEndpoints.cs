using ChatPosta.Accounts;
using ChatPosta.Limits;
using ChatPosta.Sessions;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Passkeys;

/// <summary>"Still me": somebody who is signed in shows a passkey of theirs again, and may for five minutes do what needs one.</summary>
internal static class AssertionEndpoints
{
    private static string Refused => T("That passkey didn't work here. Use one that belongs to this account.");

    public static void AddAssertion(this IServiceCollection services) =>
        services.AddSingleton(provider => new AssertionCeremonies(
            new(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMinutes(5)),
            new(provider.GetRequiredService<Site>(), "chat-assert")));

    public static void MapAssertion(this IEndpointRouteBuilder app)
    {
        app.MapPost("/session/assert/options", Options).RequireLimit(Limit.StepUp);
        app.MapPost("/session/assert/finish", Finish).RequireLimit(Limit.StepUp);
    }

    private static async Task<IResult> Options(Session session, AssertionCeremonies ceremonies, PasskeyCeremony ceremony, HttpContext context)
    {
        var challenge = await ceremony.BeginAssert(session.User.Id, context);
        ceremonies.Cookie.Write(context.Response, ceremonies.Store.Add(new(session.Id, challenge.State), session.User.Id), ceremonies.Store.Lifetime);
        return Results.Text(challenge.Options, "application/json");
    }

    private static async Task<IResult> Finish(
        PasskeyAnswer answer,
        Session session,
        ClientPlace place,
        AssertionCeremonies ceremonies,
        PasskeyCeremony ceremony,
        PasskeyStore passkeys,
        SessionStore sessions,
        UserStore users,
        HttpContext context)
    {
        // Removed before it is verified: an answer can be tried once, and in the session that asked.
        var pending = ceremonies.Store.Take(ceremonies.Cookie.Read(context.Request));
        ceremonies.Cookie.Clear(context.Response);
        var shown = pending?.SessionId != session.Id ? null : await ceremony.FinishAssert(session.User.Id, answer.CredentialJson, pending.State, context);
        if (shown is null)
        {
            await users.Audit(session.User.Id, AuditStore.AssertionRefused, network: place.Network);
            return Results.Json(new { error = Refused }, statusCode: StatusCodes.Status401Unauthorized);
        }

        await passkeys.Used(shown, session.User.Id, AuditStore.Asserted, place.Network);
        await sessions.Assert(session);
        return Results.Json(new { seconds = (int)FreshAssertion.Within.TotalSeconds });
    }
}

/// <summary>Questions asked and not yet answered.</summary>
internal sealed record AssertionCeremonies(CeremonyStore<PendingAssertion> Store, CeremonyCookie Cookie);

/// <param name="SessionId">The session that asked.</param>
internal sealed record PendingAssertion(string SessionId, string State);
