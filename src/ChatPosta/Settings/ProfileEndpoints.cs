using System.Text;
using ChatPosta.Limits;
using ChatPosta.Media;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

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
        profile.MapPost("/picture", SetPicture).WithMetadata(new RequestSizeLimitAttribute(PictureForm.MaxRead)).RequireLimit(Limit.Upload);
        profile.MapPost("/picture/remove", RemovePicture);
    }

    private static async Task<IResult> Show(string? done, ProfileReader profiles, SettingsHtml html, CancellationToken ct)
    {
        var profile = await profiles.Read(ct) with { Done = Said(done) };
        return await Page(html, profile, profile.Identity is null ? StatusCodes.Status502BadGateway : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Change(
        [FromForm] string? name, [FromForm] string? about, ProfileReader profiles, PostaClient upstream, SettingsHtml html, CancellationToken ct)
    {
        var typed = new Identity(Name: (name ?? "").Trim(), About: (about ?? "").ReplaceLineEndings("\n").Trim());
        if (TooLong(typed) is { } tooLong) return await Page(html, await profiles.Read(typed, tooLong, ct), StatusCodes.Status422UnprocessableEntity);

        try
        {
            await upstream.ChangeProfile(new() { Name = typed.Name, About = typed.About }, ct);
            return new SeeOther("/settings?done=profile");
        }
        catch (UpstreamException exception)
        {
            return await Page(html, await profiles.Read(typed, exception.Error.Explain(), ct), ProfileProblems.StatusOf(exception.Error));
        }
    }

    private static async Task<IResult> SetPicture(ProfileReader profiles, PostaClient upstream, SettingsHtml html, HttpRequest request, CancellationToken ct)
    {
        if (!PictureForm.Fits(request)) return await Refuse(ProfileProblems.TooLarge, StatusCodes.Status413PayloadTooLarge, profiles, html, ct);
        if (await PictureForm.Read(request, ct) is not { } picture)
            return await Refuse(ProfileProblems.NoPicture, StatusCodes.Status422UnprocessableEntity, profiles, html, ct);

        try
        {
            await upstream.SetPicture(picture.Content, picture.MediaType, ct);
            return new SeeOther("/settings?done=picture");
        }
        catch (UpstreamException exception)
        {
            return await Refuse(ProfileProblems.OfPicture(exception.Error), ProfileProblems.StatusOf(exception.Error), profiles, html, ct);
        }
    }

    private static async Task<IResult> RemovePicture(ProfileReader profiles, PostaClient upstream, SettingsHtml html, CancellationToken ct)
    {
        try
        {
            await upstream.RemovePicture(ct);
            return new SeeOther("/settings?done=removed");
        }
        catch (UpstreamException exception)
        {
            return await Refuse(exception.Error.Explain(), ProfileProblems.StatusOf(exception.Error), profiles, html, ct);
        }
    }

    /// <summary>The page as it is, with the reason.</summary>
    private static async Task<IResult> Refuse(string problem, int status, ProfileReader profiles, SettingsHtml html, CancellationToken ct)
    {
        var profile = await profiles.Read(ct);
        return await Page(html, profile.Identity is null ? profile with { Problem = problem } : profile with { PictureProblem = problem }, status);
    }

    private static string? TooLong(Identity typed) =>
        Encoding.UTF8.GetByteCount(typed.Name) > ActorDocument.MaxNameBytes ? T("This name is too long. Shorten it; it may have 256 letters, fewer where they are not plain Latin ones.")
        : Encoding.UTF8.GetByteCount(typed.About) > ActorDocument.MaxAboutBytes ? T("These words about you are too long. Shorten them; there is room for 4,096 letters, fewer where they are not plain Latin ones.")
        : null;

    private static string Said(string? done) => done switch
    {
        "profile" => T("Saved. People see it when their server asks yours again, within minutes."),
        "picture" => T("Your new picture is on your posta-server."),
        "removed" => T("Your picture is removed."),
        _ => "",
    };

    private static Task<IResult> Page(SettingsHtml html, ProfileModel model, int status = StatusCodes.Status200OK) =>
        html.Page<ProfilePage, ProfileModel>(model, status);
}
