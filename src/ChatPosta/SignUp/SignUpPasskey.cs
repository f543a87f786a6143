using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.SignUp;

/// <summary>
/// The passkey step. Until it has come to its end, invite and account are untouched; a passkey that opens nothing by itself
/// (security.md §2.4) leaves the choice between another one and an unlock code.
/// </summary>
internal static class SignUpPasskey
{
    public static void MapSignUpPasskey(this IEndpointRouteBuilder app)
    {
        app.MapPost("/passkey/options", Begin);
        app.MapPost("/passkey/created", Created);
        app.MapPost("/passkey/another", Another);
        app.MapPost("/passkey/code", WithCode);
        app.MapPost("/passkey/again", Again);
        app.MapPost("/passkey/confirmed", Confirmed);
    }

    private static async Task<IResult> Begin(SignUpDrafts drafts, Enrolments enrolments, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value: { IsConfirmed: true, Server: { } server } draft }) return StartAgain();

        var name = server.Name.Length > 0 ? server.Name : server.Identity.Display;
        return Options(await enrolments.Begin(draft.UserId, server.Identity.Display, name, context, replacesAll: draft.Recovers is not null));
    }

    private static async Task<IResult> Created(PasskeyAnswer answer, SignUpDrafts drafts, Enrolments enrolments, HttpContext context) =>
        drafts.Find(context.Request) is { Value: { IsConfirmed: true } draft }
            ? Next(await enrolments.Created(draft.UserId, answer, context))
            : StartAgain();

    /// <summary>The person would rather use another passkey than an unlock code.</summary>
    private static SeeOther Another(SignUpDrafts drafts, Enrolments enrolments, HttpContext context)
    {
        if (drafts.Find(context.Request) is { } draft)
        {
            enrolments.GiveUp(draft.Value.UserId, context);
            drafts.Advance(draft, draft.Value with { Code = null });
        }

        return new SeeOther("/register");
    }

    /// <summary>The code is shown before the account exists: whoever loses it here has lost nothing.</summary>
    private static SeeOther WithCode(SignUpDrafts drafts, Enrolments enrolments, HttpContext context)
    {
        if (drafts.Find(context.Request) is { Value.Code: null } draft && enrolments.FindWeak(draft.Value.UserId, context.Request) is not null)
            drafts.Advance(draft, draft.Value with { Code = UnlockCode.Generate() });
        return new SeeOther("/register");
    }

    /// <summary>The code is written down: the weak passkey is asked once more.</summary>
    private static async Task<IResult> Again(SignUpDrafts drafts, Enrolments enrolments, HttpContext context) =>
        drafts.Find(context.Request) is { Value: { Code: not null } draft }
            ? Next(await enrolments.GoOn(draft.UserId, context))
            : StartAgain();

    private static async Task<IResult> Confirmed(
        PasskeyAnswer answer,
        SignUpDrafts drafts,
        Enrolments enrolments,
        PasskeyStore passkeys,
        NewAccount accounts,
        SignIn.SignIn signIn,
        ClientPlace place,
        HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value: { IsConfirmed: true, Server: { } server } value } draft)
            return await IsOpened(answer, passkeys) ? GoOn("/login") : StartAgain();

        var step = await enrolments.Confirmed(value.UserId, answer, context);
        if (step is EnrolmentStep.NotAsked && await IsOpened(answer, passkeys)) return GoOn("/login");
        if (step is not EnrolmentStep.Confirmed confirmed) return Next(step);
        if (await accounts.Open(value, server, confirmed, place) is not { } dataKey) return StartAgain();

        await signIn.Start(value.UserId, dataKey, PasskeyId.Text(confirmed.Info.CredentialId), place, context.Response);
        drafts.End(draft, context.Response);
        return GoOn("/");
    }

    private static IResult Next(EnrolmentStep step) => step switch
    {
        EnrolmentStep.Ask ask => Options(ask.Options),
        EnrolmentStep.Weak => GoOn("/register"),
        EnrolmentStep.Refused => Refuse(T("The passkey couldn't be checked. Try again.")),
        _ => Gone(T("This step took too long, or was begun again in another tab. Reload this page to go on.")),
    };

    /// <summary>The answer to a press before this one was lost on the way: the account is open, and signing in is what is left.</summary>
    private static async Task<bool> IsOpened(PasskeyAnswer answer, PasskeyStore passkeys) =>
        answer.CredentialId() is { } id && await passkeys.Find(id) is not null;

    private static IResult Options(string options) => Results.Text(options, "application/json");

    private static IResult GoOn(string location) => Results.Json(new { location });

    /// <summary>No account has this passkey, so the script may have the device drop it (<c>forget</c>).</summary>
    private static IResult Refuse(string error) =>
        Results.Json(new { error, forget = true }, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Never with <c>forget</c>: a press before this one may be opening the account at this moment.</summary>
    private static IResult StartAgain() => Gone(T("This sign-up has timed out or its invite was used. Open your invite link again."));

    private static IResult Gone(string error) => Results.Json(new { error }, statusCode: StatusCodes.Status410Gone);
}
