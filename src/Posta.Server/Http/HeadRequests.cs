using Microsoft.AspNetCore.Http.Features;

namespace Posta.Server.Http;

/// <summary>An answer to HEAD has the headers of one to GET and no body (RFC 9110 §9.3.2).</summary>
internal static class HeadRequests
{
    /// <remarks>
    /// Over HTTP/1.1 Kestrel sees to it. Over HTTP/2 it lets through what is written without a Content-Length before, and clients
    /// give the stream up as broken.
    /// </remarks>
    public static void UseHeadWithoutBody(this IApplicationBuilder app) =>
        app.Use((context, next) => HttpMethods.IsHead(context.Request.Method) ? WithoutBody(context, next) : next(context));

    private static async Task WithoutBody(HttpContext context, RequestDelegate next)
    {
        var sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null, sent));
        try
        {
            await next(context);
        }
        finally
        {
            context.Features.Set(sent);
        }
    }
}
