using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Posta.Hosting.Http;

/// <summary>Turns away requests for hosts that are not ours; Kestrel itself answers any name. There is no default host.</summary>
public static class KnownHosts
{
    /// <summary>Adds the check; before anything else that looks at a request.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="isKnown">Whether a Host header is ours; it is empty for HTTP/1.0 without one.</param>
    /// <param name="status">421 at chat-posta, 404 at posta-server (decisions.md X-8).</param>
    /// <param name="refuse">Writes the body; none by default.</param>
    public static IApplicationBuilder UseKnownHosts(
        this IApplicationBuilder app, Func<HostString, bool> isKnown, int status, Func<HttpContext, Task>? refuse = null) => app.Use((context, next) =>
    {
        if (isKnown(context.Request.SentHost())) return next(context);
        context.Response.StatusCode = status;
        return refuse?.Invoke(context) ?? Task.CompletedTask;
    });

    /// <summary>The Host header as it was sent. The framework's property turns Punycode into letters, and throws where that cannot be done.</summary>
    public static HostString SentHost(this HttpRequest request) => new(request.Headers.Host.ToString());
}
