using Microsoft.AspNetCore.Http.Features;

namespace Posta.Server.Http;

internal static class BodyReader
{
    /// <summary>The whole body; null as soon as it is known to be larger than the limit.</summary>
    public static async Task<byte[]?> ReadBody(this HttpRequest request, int limit, CancellationToken ct)
    {
        if (request.ContentLength > limit)
            return null;

        // One byte more, so that we and not Kestrel answer a body without a length that is too large.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = limit + 1;
        var buffer = new byte[(int?)request.ContentLength ?? limit + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length > limit ? null : buffer[..length];
    }
}
