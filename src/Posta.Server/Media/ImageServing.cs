using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Posta.Hosting.Http;
using Posta.Protocol;
using Posta.Server.Http;
using Posta.Server.Identities;

namespace Posta.Server.Media;

/// <summary>
/// Hands out avatars and uploads to whoever knows their names, without a token: peers and their clients read them too.
/// </summary>
internal static class ImageServing
{
    private const string Allowed = "GET, HEAD";

    // Pages of other hosts show these images, which the default would forbid them.
    private static readonly SecurityHeaderPolicy Embeddable = new() { Resource = "cross-origin" };

    public static void UseImages(this IApplicationBuilder app) => app.Use((context, next) =>
        ImageName.IsAddressed(context.Request.Path) ? Answer(context) : next(context));

    private static async Task Answer(HttpContext context)
    {
        context.UseSecurityHeaders(Embeddable);
        context.Response.Headers.ContentSecurityPolicy = "sandbox";
        await Find(context).ExecuteAsync(context);
        if (context.Response is { HasStarted: false, StatusCode: 412 or 416 } refused)
            await Explain(refused).ExecuteAsync(context);
    }

    private static IResult Find(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return WrongMethod(context.Response);

        return ImageName.TryParse(request.Path.Value![1..], out var name) && context.Identity().Images.Open(name) is { } file
            ? Show(name, file, context)
            : Missing(context.Response);
    }

    private static FileStreamHttpResult Show(ImageName name, FileStream file, HttpContext context)
    {
        var tag = new EntityTagHeaderValue($"\"{name.Hash}\"");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.AcceptRanges = "bytes";
        return TypedResults.Stream(file, name.Format.MediaType, entityTag: tag, enableRangeProcessing: WantsRange(context.Request, tag));
    }

    // RFC 9110 §14.2: only GET has ranges, and other units than bytes, which the framework takes for bytes, are ignored;
    // §13.1.5: only of the version that the client knows, and versions have no dates here.
    private static bool WantsRange(HttpRequest request, EntityTagHeaderValue tag) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)
        && (request.Headers.IfRange.Count == 0 || request.Headers.IfRange == tag.ToString());

    private static IResult Explain(HttpResponse refused)
    {
        refused.ContentLength = null;
        refused.Headers.CacheControl = "no-store";
        return refused.StatusCode == 416
            ? Answers.Refuse(416, ErrorCode.BadRange, "The image has no such bytes; Content-Range says how many there are.")
            : Answers.Refuse(412, ErrorCode.PreconditionFailed, "The image is not the one that If-Match names.");
    }

    private static IResult Missing(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return Answers.NotFound("There is no such image here.");
    }

    private static IResult WrongMethod(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.Allow = Allowed;
        return Answers.Refuse(405, ErrorCode.MethodNotAllowed, $"Here one can use {Allowed}.");
    }
}
