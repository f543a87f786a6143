using System.Text;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Settings;

/// <summary>Name, words and picture of the identity. They live on the user's posta-server; nothing of them is kept here.</summary>
internal static class ProfileEndpoints
{
    /// <summary>A form writes a byte as up to three characters.</summary>
    private const int MaxForm = 4 * (ActorDocument.MaxNameBytes + ActorDocument.MaxAboutBytes);

    public static void MapProfile(this IEndpointRouteBuilder app)
    {
        var profile = app.MapGroup("/settings").DisableAntiforgery();
        profile.MapGet("", Show);
        profile.MapPost("/profile", Change).WithMetadata(new RequestSizeLimitAttribute(8 * MaxForm));
        profile.MapPost("/picture", SetPicture).WithMetadata(new RequestSizeLimitAttribute(PictureForm.MaxBytes + 4096));
        profile.MapPost("/picture/remove", RemovePicture);
    }

    private static async Task<IResult> Show(string? done, Session session, PostaClient upstream, Html html, CancellationToken ct)
    {
        try
        {
            return await Page(html, new(session.User.Identity, await upstream.Identity(ct), Done: Said(done)));
        }
        catch (UpstreamException exception)
        {
            // The rest of the settings work without the posta-server; so does this page, as far as it can.
            return await Page(html, new(session.User.Identity, null, exception.Error.Explain()), StatusCodes.Status502BadGateway);
        }
    }

    private static async Task<IResult> Change(
        [FromForm] string? name, [FromForm] string? about, Session session, PostaClient upstream, Html html, CancellationToken ct)
    {
        var typed = new Identity(Name: (name ?? "").Trim(), About: (about ?? "").ReplaceLineEndings("\n").Trim());
        if (TooLong(typed) is { } tooLong) return await Page(html, new(session.User.Identity, typed, tooLong), StatusCodes.Status422UnprocessableEntity);

        try
        {
            await upstream.ChangeProfile(new() { Name = typed.Name, About = typed.About }, ct);
            return new SeeOther("/settings?done=profile");
        }
        catch (UpstreamException exception)
        {
            return await Page(html, new(session.User.Identity, typed, exception.Error.Explain()), ProfileProblems.StatusOf(exception.Error));
        }
    }

    private static async Task<IResult> SetPicture(Session session, PostaClient upstream, Html html, HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > PictureForm.MaxBytes) return await Refused(ProfileProblems.TooLarge, StatusCodes.Status413PayloadTooLarge, session, upstream, html, ct);
        if (await PictureForm.Read(request, ct) is not { } picture)
            return await Refused(ProfileProblems.NoPicture, StatusCodes.Status422UnprocessableEntity, session, upstream, html, ct);

        try
        {
            await upstream.SetPicture(picture.Content, picture.MediaType, ct);
            return new SeeOther("/settings?done=picture");
        }
        catch (UpstreamException exception)
        {
            return await Refused(ProfileProblems.OfPicture(exception.Error), ProfileProblems.StatusOf(exception.Error), session, upstream, html, ct);
        }
    }

    private static async Task<IResult> RemovePicture(Session session, PostaClient upstream, Html html, CancellationToken ct)
    {
        try
        {
            await upstream.RemovePicture(ct);
            return new SeeOther("/settings?done=removed");
        }
        catch (UpstreamException exception)
        {
            return await Refused(exception.Error.Explain(), ProfileProblems.StatusOf(exception.Error), session, upstream, html, ct);
        }
    }

    /// <summary>The page as it is, with the reason.</summary>
    private static async Task<IResult> Refused(string problem, int status, Session session, PostaClient upstream, Html html, CancellationToken ct)
    {
        try
        {
            return await Page(html, new(session.User.Identity, await upstream.Identity(ct), PictureProblem: problem), status);
        }
        catch (UpstreamException)
        {
            return await Page(html, new(session.User.Identity, null, problem), status);
        }
    }

    private static string? TooLong(Identity typed) =>
        Encoding.UTF8.GetByteCount(typed.Name) > ActorDocument.MaxNameBytes ? "This name is too long. Shorten it; it may have 256 letters, fewer where they are not plain Latin ones."
        : Encoding.UTF8.GetByteCount(typed.About) > ActorDocument.MaxAboutBytes ? "These words about you are too long. Shorten them; there is room for 4,096 letters, fewer where they are not plain Latin ones."
        : null;

    private static string Said(string? done) => done switch
    {
        "profile" => "Saved. People see it when their server asks yours again, within minutes.",
        "picture" => "Your new picture is on your posta-server.",
        "removed" => "Your picture is removed.",
        _ => "",
    };

    private static Task<IResult> Page(Html html, ProfileModel model, int status = StatusCodes.Status200OK) =>
        html.Page<ProfilePage, ProfileModel>(model, status);
}
