using ChatPosta.Sessions;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Passkeys;

/// <summary>
/// What changes how an account opens wants its holder there, not a cookie alone: an assertion of the last five minutes
/// (security.md §2.5). A form of such a page carries <c>data-fresh</c> with the seconds that are left, and loads
/// passkey-gate.js, which asks for the passkey first when they are over. The refusal here counts, whatever the script does.
/// </summary>
internal static class FreshAssertion
{
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private static string Title => T("Confirm with your passkey first");

    private static string Detail =>
        T("This can be done only shortly after your passkey has shown that it's you, and that was more than five minutes ago. Nothing was changed. Go back and try again: your browser will ask for your passkey. If scripts are off there, sign out and in again.");

    /// <summary>For <c>data-fresh</c>: 0 once it is over.</summary>
    public static int SecondsLeft(this Session session, TimeProvider time) =>
        Math.Max(0, (int)(session.AssertedAt + Within - time.GetUtcNow()).TotalSeconds);

    /// <param name="wayOut">The page with the form.</param>
    public static TBuilder RequireFreshAssertion<TBuilder>(this TBuilder endpoint, string wayOut)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter((invocation, next) => IsFresh(invocation.HttpContext) ? next(invocation) : Refuse(invocation.HttpContext, wayOut));

    private static bool IsFresh(HttpContext context) =>
        context.Features.Get<Session>() is { } session && session.SecondsLeft(context.RequestServices.GetRequiredService<TimeProvider>()) > 0;

    private static async ValueTask<object?> Refuse(HttpContext context, string wayOut)
    {
        if (context.Request.WantsJson) return Results.Json(new { error = $"{Title}. {Detail}" }, statusCode: StatusCodes.Status403Forbidden);

        var html = context.RequestServices.GetRequiredService<Html>();
        return await html.Page<ProblemPage, ProblemModel>(new(Title, Detail, wayOut, T("Go back")), StatusCodes.Status403Forbidden);
    }
}
