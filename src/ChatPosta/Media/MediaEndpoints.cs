using ChatPosta.Limits;
using ChatPosta.Sessions;
using Microsoft.Net.Http.Headers;
using Posta.Hosting.Http;

namespace ChatPosta.Media;

/// <summary>Remote pictures by signed address, for the user for whom the address was signed.</summary>
internal static class MediaEndpoints
{
    // Whatever it is that a stranger made us fetch, opened by itself it can do nothing.
    private static readonly SecurityHeaderPolicy Locked = new() { Content = ContentSecurityPolicy.Nothing.With("sandbox") };

    public static void AddMedia(this IServiceCollection services)
    {
        services.AddSingleton<MediaSigner>();
        services.AddSingleton<MediaPlaces>();
        services.AddSingleton<MediaProxy>();
    }

    public static void MapMedia(this IEndpointRouteBuilder app) =>
        app.MapGet("/media/{signature}/{kind}/{target}", Show).RequireLimit(Limit.Media);

    private static async Task<IResult> Show(
        string signature, string kind, string target, Session session, MediaSigner signer, MediaProxy proxy, HttpContext context, CancellationToken ct)
    {
        if (PictureKind.Named(kind) is not { } picture || signer.Verify(session.User.Id, picture, signature, target) is not { } url) return Results.NotFound();

        var tag = new EntityTagHeaderValue($"\"{signature}\"");
        if (picture.IsSettled && context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            Describe(context.Response, picture, tag);
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        return await Pass(url, picture, session.User.Id, tag, proxy, context, ct);
    }

    /// <summary>Also for a picture whose address came from no page: that of the identity that somebody is about to link.</summary>
    public static async Task<IResult> Pass(
        Uri url, PictureKind kind, string userId, EntityTagHeaderValue? tag, MediaProxy proxy, HttpContext context, CancellationToken ct)
    {
        context.UseSecurityHeaders(Locked);
        var outcome = await proxy.Pass(url, kind, userId, Begin, ct);
        if (context.Response.HasStarted)
        {
            // Begun and not whole: the browser must not take it for the picture.
            if (outcome != MediaOutcome.Passed) context.Abort();
            return Results.Empty;
        }

        return outcome switch
        {
            MediaOutcome.Busy => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
            MediaOutcome.NoPicture => Results.StatusCode(StatusCodes.Status415UnsupportedMediaType),
            _ => Results.StatusCode(StatusCodes.Status502BadGateway),
        };

        Stream Begin(string mediaType)
        {
            context.Response.ContentType = mediaType;
            Describe(context.Response, kind, tag);
            return context.Response.Body;
        }
    }

    private static void Describe(HttpResponse response, PictureKind kind, EntityTagHeaderValue? tag)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.CacheControl = new() { Private = true, MaxAge = kind.Fresh, Extensions = { new("immutable") } };
    }
}
