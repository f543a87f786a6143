using Microsoft.AspNetCore.Http.Features;

namespace Posta.Server.Http;

internal static class BodyReader
{
    /// <summary>The whole body; null as soon as it is known to be larger than the limit.</summary>
    public static async Task<byte[]?> ReadBody(this HttpRequest request, int limit, CancellationToken ct)
    {
        request.LiftBodyLimit();
        if (request.ContentLength > limit)
            return null;

        var buffer = new byte[(int?)request.ContentLength ?? limit + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > limit ? null : buffer[..length];
    }

    /// <summary>
    /// Leaves the counting to us: Kestrel counts the framing of chunks too, answers without our code, and hangs up while
    /// the client still sends, which then sees a broken connection instead of the answer.
    /// </summary>
    public static void LiftBodyLimit(this HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }
}
