using System.Security.Cryptography;
using ChatPosta.Limits;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>One more passkey, made as at sign-up, for the data key that the session holds (chat.md §4).</summary>
internal static class AddPasskeyEndpoints
{
    private const string Path = $"{PasskeysEndpoints.Path}/add";

    public static void MapAddPasskey(this IEndpointRouteBuilder app)
    {
        var add = app.MapGroup(Path).DisableAntiforgery();
        add.MapPost("", () => new SeeOther(Path)).RequireFreshAssertion(PasskeysEndpoints.Path);
        add.MapGet("", Show);
        add.MapPost("/options", Begin).RequireFreshAssertion(PasskeysEndpoints.Path).RequireLimit(Limit.KeyChange);
        add.MapPost("/created", Created);
        add.MapPost("/another", Another);
        add.MapPost("/again", Again);
        add.MapPost("/confirmed", Confirmed);
    }

    private static async Task<IResult> Show(Session session, Enrolments enrolments, PasskeysReader reader, SettingsHtml html, HttpRequest request)
    {
        var weak = enrolments.FindWeak(session.User.Id, request);
        var passkeys = await reader.Read(session);
        return await html.Page<AddPasskeyPage, AddPasskeyModel>(new(weak, passkeys.Code is not null));
    }

    private static async Task<IResult> Begin(Session session, Enrolments enrolments, HttpContext context) => Results.Text(
        await enrolments.Begin(session.User.Id, session.User.Identity.Display, session.User.Name, context), "application/json");

    private static async Task<IResult> Created(PasskeyAnswer answer, Session session, Enrolments enrolments, HttpContext context) =>
        Next(await enrolments.Created(session.User.Id, answer, context));

    private static SeeOther Another(Session session, Enrolments enrolments, HttpContext context)
    {
        enrolments.GiveUp(session.User.Id, context);
        return new SeeOther(Path);
    }

    /// <summary>A weak one is of use beside an unlock code only.</summary>
    private static async Task<IResult> Again(Session session, Enrolments enrolments, Keys.UnlockCodeStore codes, HttpContext context) =>
        await codes.Find(session.User.Id) is null ? TimedOut() : Next(await enrolments.GoOn(session.User.Id, context));

    private static async Task<IResult> Confirmed(
        PasskeyAnswer answer,
        Session session,
        ClientPlace place,
        Enrolments enrolments,
        PasskeyStore passkeys,
        SessionStore sessions,
        SessionCookie cookies,
        HttpContext context)
    {
        var step = await enrolments.Confirmed(session.User.Id, answer, context);
        if (step is EnrolmentStep.NotAsked && await IsAdded(answer, session, passkeys)) return Added();
        if (step is not EnrolmentStep.Confirmed confirmed) return Next(step);
        if (await sessions.DataKey(cookies.Read(context.Request)!) is not { } dataKey) return TimedOut();

        var passkey = Passkey.Seal(session.User.Id, confirmed, dataKey, Device.Words(place.Device));
        CryptographicOperations.ZeroMemory(dataKey);
        return await passkeys.Add(passkey, place.Network)
            ? Added()
            : Refuse(T("This passkey couldn't be added: you have as many as an account can have, or it belongs to an account already."));
    }

    /// <summary>The answer to a press before this one was lost on the way.</summary>
    private static async Task<bool> IsAdded(PasskeyAnswer answer, Session session, PasskeyStore passkeys) =>
        answer.CredentialId() is { } id && await passkeys.Find(id) is { } passkey && passkey.UserId == session.User.Id;

    private static IResult Next(EnrolmentStep step) => step switch
    {
        EnrolmentStep.Ask ask => Results.Text(ask.Options, "application/json"),
        EnrolmentStep.Weak => Results.Json(new { location = Path }),
        EnrolmentStep.Refused => Refuse(T("The passkey couldn't be checked. Try again.")),
        _ => TimedOut(),
    };

    private static IResult Added() => Results.Json(new { location = $"{PasskeysEndpoints.Path}?done=added" });

    /// <summary>No account has this passkey, so the script may have the device drop it (<c>forget</c>).</summary>
    private static IResult Refuse(string error) =>
        Results.Json(new { error, forget = true }, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>Never with <c>forget</c>: a press before this one may be adding it at this moment.</summary>
    private static IResult TimedOut() => Results.Json(
        new { error = T("This took too long, so nothing was added. Go back to your passkeys and begin again.") }, statusCode: StatusCodes.Status410Gone);
}
