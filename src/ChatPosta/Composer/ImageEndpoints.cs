using ChatPosta.Limits;
using ChatPosta.Media;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Composer;

/// <summary>A picture on its way to the user's posta-server, and the message that shows it.</summary>
internal static class ImageEndpoints
{
    private const int MaxAlt = 500;

    public static void MapImages(this IEndpointRouteBuilder thread) => thread.MapPost("/images", Send)
        .WithMetadata(new RequestSizeLimitAttribute(PictureForm.MaxRead));

    private static async Task<IResult> Send(
        PeerPath path, PostaClient upstream, RateLimits limits, Caller caller, ThreadReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        var attach = AttachModel.Fresh(path.Peer);
        if (!PictureForm.Fits(context.Request))
            return await Refused(attach with { Problem = ImageProblems.TooLarge }, StatusCodes.Status413PayloadTooLarge, reader, html, context, ct);

        if (limits.Refuse(Limit.Upload, caller) is { } wait)
        {
            context.Response.RetryAfter(wait);
            var problem = T("That were many pictures at once. Wait {0}, then send this one again.", Waiting.Words(wait));
            return await Refused(attach with { Problem = problem }, StatusCodes.Status429TooManyRequests, reader, html, context, ct);
        }

        if (await PictureForm.Read(context.Request, ct) is not { } form)
            return await Refused(attach with { Problem = ImageProblems.None }, StatusCodes.Status422UnprocessableEntity, reader, html, context, ct);

        attach = attach with { Key = KeyFrom(form), Alt = AltFrom(form) };
        if (await Refuse(upstream, attach, form, ct) is { } error)
            return await Refused(attach with { Problem = ImageProblems.Explain(error) }, ComposerEndpoints.StatusOf(error), reader, html, context, ct);

        return context.Request.WantsFragment
            ? await html.Page<PictureSent, PictureSentModel>(new(AttachModel.Fresh(path.Peer), await ComposerEndpoints.RowsIfPossible(reader, path.Peer, ct)))
            : new SeeOther(PeerPath.Of(path.Peer));
    }

    /// <summary>The same picture has the same address on the server, so sending it again under its key is one message.</summary>
    private static async Task<UpstreamError?> Refuse(PostaClient upstream, AttachModel attach, PictureForm form, CancellationToken ct)
    {
        try
        {
            var stored = await upstream.Upload(form.Content, form.MediaType, ct);
            var payload = new LinkPayload(stored.Url, stored.MediaType, Shortened(form.Name, MaxAlt), attach.Alt, stored.Size, stored.Width, stored.Height);
            await upstream.Send(new SendRequest(attach.Peer.Canonical, payload.ToJson()), attach.Key, ct);
            return null;
        }
        catch (UpstreamException exception)
        {
            return exception.Error;
        }
    }

    private static async Task<IResult> Refused(
        AttachModel refused, int status, ThreadReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        if (context.Request.WantsFragment) return await html.Page<PictureSent, PictureSentModel>(new(refused), status);

        var composer = ComposerModel.Fresh(refused.Peer) with { Attach = refused };
        return await html.Page<ThreadPage, ThreadPageModel>(await reader.Page(refused.Peer, before: null, ct, composer), status);
    }

    private static string KeyFrom(PictureForm form) => ComposerEndpoints.KeyFrom(form.Fields.GetValueOrDefault("key"));

    private static string AltFrom(PictureForm form) => Shortened(form.Fields.GetValueOrDefault("alt", "").Trim(), MaxAlt);

    private static string Shortened(string text, int length) => text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
