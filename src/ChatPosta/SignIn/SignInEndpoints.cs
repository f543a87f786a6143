using ChatPosta.Accounts;
using ChatPosta.Limits;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Web;
using Posta.Hosting.Http;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.SignIn;

/// <summary>Sign-in with any passkey of this site (chat.md §3). Nobody is named, and every refusal reads the same.</summary>
internal static class SignInEndpoints
{
    private static string Deleted =>
        T("Your account here is deleted, and everything that was stored with it. Your messages are on your posta-server, as before. Take back the token that chat-posta had there, and remove the passkey from your device.");

    public static void AddSignIn(this IServiceCollection services)
    {
        services.AddSingleton<SignIn>();
        services.AddSingleton(provider => new SignInCeremonies(
            new(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMinutes(5)),
            new(provider.GetRequiredService<Site>(), "chat-sign-in")));
        services.AddUnlock();
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/login").WithMetadata(new OpenToAll());
        open.MapGet("", Show);
        open.MapPost("/options", Options).RequireLimit(Limit.SignInOptions);
        open.MapPost("/finish", Finish).RequireLimit(Limit.SignIn);
        app.MapUnlock();
    }

    private static async Task<IResult> Show(string? next, string? left, HttpContext context, Html html)
    {
        var page = NextPage.From(next);
        return context.Features.Get<Session>() is null
            ? await html.Page<LoginPage, LoginModel>(new(page, Notice: left == "deleted" ? Deleted : ""))
            : Results.Redirect(page);
    }

    private static async Task<IResult> Options(SignInCeremonies ceremonies, PasskeyCeremony passkeys, HttpContext context)
    {
        var challenge = await passkeys.BeginSignIn(context);
        ceremonies.Cookie.Write(context.Response, ceremonies.Store.Add(challenge.State, ClientKey.Of(context)), ceremonies.Store.Lifetime);
        return Results.Text(challenge.Options, "application/json");
    }

    private static async Task<IResult> Finish(
        PasskeyAnswer answer,
        SignInCeremonies ceremonies,
        PasskeyCeremony ceremony,
        SignIn signIn,
        LockedAccounts locked,
        UserStore users,
        ClientPlace place,
        HttpContext context)
    {
        // Removed before it is verified: an answer can be tried once.
        var state = ceremonies.Store.Take(ceremonies.Cookie.Read(context.Request));
        ceremonies.Cookie.Clear(context.Response);
        if (state is null || await ceremony.FinishSignIn(answer.CredentialJson, state, context) is not { } owner)
        {
            await users.Audit(null, AuditStore.SignInRefused, network: place.Network);
            return Refuse();
        }

        var outcome = await signIn.Finish(owner.UserId, owner.Info, answer.UnlockKeyBytes(), place, context.Response);
        if (outcome is SignIn.Outcome.NeedsCode) locked.Add(new(owner.UserId, owner.Info), context.Response);
        return Answer(outcome);
    }

    private static IResult Answer(SignIn.Outcome outcome) => outcome switch
    {
        SignIn.Outcome.SignedIn => Results.Json(new { location = "/" }),
        SignIn.Outcome.NeedsCode => Results.Json(new { location = UnlockEndpoints.Path }),
        SignIn.Outcome.NoUnlockKey => Refuse(
            StatusCodes.Status422UnprocessableEntity,
            T("Your passkey was right, but this browser didn't hand over the key that unlocks your account. Update the browser, or sign in where you made the passkey.")),
        SignIn.Outcome.WrongUnlockKey => Refuse(
            StatusCodes.Status422UnprocessableEntity,
            T("Your passkey was right, but it gave another unlock key than before, so your account stays locked. Sign in with the device or browser where you made the passkey.")),
        _ => Refuse(),
    };

    /// <summary>One answer for every passkey that opens nothing here.</summary>
    private static IResult Refuse() => Refuse(StatusCodes.Status401Unauthorized, T("That passkey didn't work here. Try again, or use another one."));

    private static IResult Refuse(int status, string error) => Results.Json(new { error }, statusCode: status);
}

/// <summary>Challenges given out and not yet answered.</summary>
internal sealed record SignInCeremonies(CeremonyStore<string> Store, CeremonyCookie Cookie);
