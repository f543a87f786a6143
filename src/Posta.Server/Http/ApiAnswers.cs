using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Http;

/// <summary>What every answer of the API carries (C-32), also those that routing makes by itself.</summary>
internal static class ApiAnswers
{
    public const string Prefix = "/api/v1";

    public static void UseApiAnswers(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        // Whoever reads a body here counts it; and a "no" before that must reach a client that is still sending.
        context.Request.LiftBodyLimit();
        await next(context);
        if (context.Response is { HasStarted: false, ContentLength: null, ContentType: null } response && Explain(response.StatusCode) is { } error)
            await TypedResults.Json(error, ClientApiJson.Default.ApiError, statusCode: response.StatusCode).ExecuteAsync(context);
    });

    private static ApiError? Explain(int status) => status switch
    {
        404 => new ApiError(ErrorCode.NotFound, "There is nothing at this address."),
        405 => new ApiError(ErrorCode.MethodNotAllowed, "This address does not take this method."),
        415 => new ApiError(ErrorCode.UnsupportedMediaType, "This address does not take this content type."),
        >= 400 => new ApiError(ErrorCode.MalformedRequest, "This request cannot be understood."),
        _ => null,
    };
}
