using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Limits;
using ChatPosta.Media;
using ChatPosta.Passkeys;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Hosting.Http;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.SignUp;

/// <summary>
/// Sign-up, a step a form (chat.md §2): invite, pairing URI, "is this you?", passkey. Each form leads back to
/// <c>GET /register</c>, which shows the step that the draft has reached.
/// </summary>
internal static class SignUpEndpoints
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(15);

    public static void AddSignUp(this IServiceCollection services)
    {
        services.AddSingleton(provider => new CeremonyStore<SignUpDraft>(provider.GetRequiredService<TimeProvider>(), Within));
        services.AddSingleton<SignUpDrafts>();
        services.AddSingleton<NewAccount>();
        services.AddSingleton<Recovery>();
    }

    public static void MapSignUp(this IEndpointRouteBuilder app)
    {
        var open = app.MapGroup("/register").WithMetadata(new OpenToAll()).DisableAntiforgery();
        open.MapGet("", Show);
        open.MapPost("/invite", TakeInvite).RequireLimit(Limit.RedeemInvite);
        open.MapPost("/pairing", Pair);
        open.MapPost("/code", TypeCode);
        open.MapPost("/back", Back);
        open.MapPost("/confirm", Confirm);
        open.MapGet("/picture", Picture).RequireLimit(Limit.Media);
        open.MapSignUpPasskey();
    }

    /// <summary>A code in the query would stay in logs and histories, so it is moved to the fragment first.</summary>
    private static async Task<IResult> Show(string? code, SignUpDrafts drafts, Enrolments enrolments, Html html, HttpContext context)
    {
        if (!string.IsNullOrEmpty(code)) return Results.Redirect($"/register#code={Uri.EscapeDataString(code)}");

        return drafts.Find(context.Request) is { Value: var draft }
            ? await Page(html, draft.Step(enrolments.FindWeak(draft.UserId, context.Request)))
            : await Page(html, new RegisterModel.Opening());
    }

    private static async Task<IResult> TakeInvite(
        [FromForm] string? code, InviteStore invites, Recovery recovery, SignUpDrafts drafts, Html html, HttpContext context)
    {
        if (await invites.FindOpen(code ?? "") is not { } invite) return await Invalid(html);

        drafts.Begin(context.Response, new(invite) { Recovers = await recovery.Find(invite) }, ClientKey.Of(context));
        return ToStep();
    }

    private static async Task<IResult> Pair(
        [FromForm] string? pairing, SignUpDrafts drafts, Pairing server, RateLimits limits, Caller caller, Html html, HttpContext context, CancellationToken ct)
    {
        if (drafts.Find(context.Request) is not { } draft) return await TimedOut(html);

        var lost = draft.Value.Recovers;
        if (limits.Refuse(Limit.Pairing, caller with { User = draft.Value.UserId }) is { } wait)
        {
            context.Response.RetryAfter(wait);
            return await Page(html, Again(T("That was too often. Wait {0}, then try again.", Waiting.Words(wait)), lost), StatusCodes.Status429TooManyRequests);
        }

        var (paired, error) = lost is null
            ? await server.Open(pairing ?? "", ct)
            : await server.OpenAgain(pairing ?? "", lost.User.Identity, ct);
        if (paired is null) return await Page(html, Again(error, lost), StatusCodes.Status422UnprocessableEntity);

        // A recovery needs no "is this you?": it can be one identity only.
        drafts.Advance(draft, draft.Value.Anew() with { Server = paired, IsConfirmed = lost is not null });
        return ToStep();
    }

    private static RegisterModel.Recover Mistyped(LostAccount lost, string error) => new(lost.User.Identity, lost.HasCode, CodeError: error);

    private static RegisterModel Again(string error, LostAccount? lost) =>
        lost is null ? new RegisterModel.Pairing(error) : new RegisterModel.Recover(lost.User.Identity, lost.HasCode, error);

    /// <summary>Recovery with the unlock code: nothing is linked anew.</summary>
    private static async Task<IResult> TypeCode(
        [FromForm] string? code, Recovery recovery, SignUpDrafts drafts, RateLimits limits, Caller caller, Html html, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { Value.Recovers: { } lost } draft) return await TimedOut(html);

        if (limits.Refuse(Limit.UnlockCode, caller with { User = lost.User.Id }) is { } wait)
        {
            context.Response.RetryAfter(wait);
            return await Page(html, Mistyped(lost, T("That was too often. Wait {0}, then try again.", Waiting.Words(wait))), StatusCodes.Status429TooManyRequests);
        }

        if (UnlockCode.Parse(code ?? "") is not { } typed || await recovery.Linked(lost.User.Id, typed) is not { } server)
        {
            var wrong = T("That isn't the unlock code of this account. Look for letters that were mixed up, or use a pairing link instead.");
            return await Page(html, Mistyped(lost, wrong), StatusCodes.Status422UnprocessableEntity);
        }

        drafts.Advance(draft, draft.Value.Anew() with { Server = server, TypedCode = typed, IsConfirmed = true });
        return ToStep();
    }

    private static async Task<IResult> Back(SignUpDrafts drafts, Html html, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { } draft) return await TimedOut(html);

        drafts.Advance(draft, draft.Value.Anew());
        return ToStep();
    }

    private static async Task<IResult> Confirm(SignUpDrafts drafts, Html html, HttpContext context)
    {
        if (drafts.Find(context.Request) is not { } draft) return await TimedOut(html);

        if (draft.Value.Server is not null) drafts.Advance(draft, draft.Value with { IsConfirmed = true });
        return ToStep();
    }

    /// <summary>Of the identity that is about to be linked; there is no user yet for whom its address could be signed.</summary>
    private static Task<IResult> Picture(SignUpDrafts drafts, MediaProxy proxy, HttpContext context, CancellationToken ct) =>
        drafts.Find(context.Request)?.Value is { Server: { } server, UserId: var user } && MediaSigner.UrlOf(server.Avatar) is { } url
            ? MediaEndpoints.Pass(url, PictureKind.Avatar, user, tag: null, proxy, context, ct)
            : Task.FromResult(Results.NotFound());

    /// <summary>Unknown, expired and used: one page, one status.</summary>
    private static Task<IResult> Invalid(Html html) => Page(html, new RegisterModel.InvalidInvite(), StatusCodes.Status410Gone);

    /// <summary>A step without a draft. It depends on the browser's cookie alone and says nothing of any invite.</summary>
    private static Task<IResult> TimedOut(Html html) => Page(html, new RegisterModel.TimedOut(), StatusCodes.Status410Gone);

    private static Task<IResult> Page(Html html, RegisterModel model, int status = StatusCodes.Status200OK) =>
        html.Page<RegisterPage, RegisterModel>(model, status);

    /// <summary>303, so that a reload shows the step again and sends nothing twice.</summary>
    private static SeeOther ToStep() => new SeeOther("/register");
}
