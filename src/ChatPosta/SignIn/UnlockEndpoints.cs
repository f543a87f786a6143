using ChatPosta.Limits;
using ChatPosta.Sessions;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.SignIn;

/// <summary>The second step of a sign-in whose passkey didn't unlock (security.md §2.4): the unlock code, in a plain form.</summary>
internal static class UnlockEndpoints
{
    public const string Path = "/login/code";

    private static string Wrong => T("That isn't your unlock code. Compare it letter by letter with what you wrote down.");

    private static string Over => T("The code was tried too often, or too long after your passkey. Sign in with your passkey once more.");

    public static void AddUnlock(this IServiceCollection services) => services.AddSingleton(provider => new LockedAccounts(
        new(provider.GetRequiredService<TimeProvider>(), TimeSpan.FromMinutes(5)), new(provider.GetRequiredService<Site>(), "chat-locked")));

    public static void MapUnlock(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup(Path).WithMetadata(new OpenToAll()).DisableAntiforgery();
        open.MapGet("", Show);
        open.MapPost("", Unlock).RequireLimit(Limit.UnlockCode);
    }

    private static async Task<IResult> Show(string? next, LockedAccounts accounts, Html html, HttpRequest request) =>
        accounts.IsWaiting(request) ? await html.Page<UnlockPage, UnlockModel>(new(NextPage.From(next))) : new SeeOther("/login");

    private static async Task<IResult> Unlock(
        [FromForm] string? code, [FromForm] string? next, LockedAccounts accounts, SignIn signIn, ClientPlace place, Html html, HttpContext context)
    {
        var page = NextPage.From(next);
        if (accounts.Try(context.Request) is not { } locked) return await SignInAgain(page, html);

        var outcome = await signIn.Unlock(locked, code ?? "", place, context.Response);
        if (outcome is SignIn.Outcome.WrongCode && !LockedAccounts.IsLastTry(locked))
            return await html.Page<UnlockPage, UnlockModel>(new(page, Wrong, code ?? ""), StatusCodes.Status422UnprocessableEntity);

        accounts.End(context.Request, context.Response);
        return outcome is SignIn.Outcome.SignedIn ? new SeeOther(page) : await SignInAgain(page, html);
    }

    private static Task<IResult> SignInAgain(string page, Html html) =>
        html.Page<LoginPage, LoginModel>(new(page, Over), StatusCodes.Status401Unauthorized);
}
