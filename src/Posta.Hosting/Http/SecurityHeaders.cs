using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Posta.Hosting.Http;

/// <summary>The security headers of a response, as one value.</summary>
public sealed record SecurityHeaderPolicy
{
    /// <summary>What the page may load and do.</summary>
    public ContentSecurityPolicy Content { get; init; } = ContentSecurityPolicy.Nothing;

    /// <summary>Not <c>no-referrer</c>: under that, our own forms post <c>Origin: null</c> (security.md §3.1).</summary>
    public string Referrer { get; init; } = "same-origin";

    /// <summary>Cross-Origin-Opener-Policy.</summary>
    public string Opener { get; init; } = "same-origin";

    /// <summary>Cross-Origin-Resource-Policy.</summary>
    public string Resource { get; init; } = "same-origin";

    /// <summary>Permissions-Policy: device features that no page of ours uses.</summary>
    public string Permissions { get; init; } =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()";

    /// <summary>Strict-Transport-Security; sent over https only, and never for localhost, where it would bind all ports.</summary>
    public TimeSpan TransportSecurity { get; init; } = TimeSpan.FromDays(365);
}

/// <summary>
/// Puts the policy on every response, errors included, at the last moment: a handler can choose another one, and a header
/// that it wrote itself stays.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Adds the headers to all that comes after.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, SecurityHeaderPolicy policy) =>
        app.UseSecurityHeaders(() => policy);

    /// <summary>The same, for a policy that is known only when requests come.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, Func<SecurityHeaderPolicy> policy) => app.Use((context, next) =>
    {
        context.Features.Set(policy());
        context.Response.OnStarting(static state => Apply((HttpContext)state), context);
        return next(context);
    });

    /// <summary>Chooses another policy for this response.</summary>
    public static void UseSecurityHeaders(this HttpContext context, SecurityHeaderPolicy policy) => context.Features.Set(policy);

    private static Task Apply(HttpContext context)
    {
        var policy = context.Features.Get<SecurityHeaderPolicy>()!;
        var headers = context.Response.Headers;
        headers.TryAdd("Content-Security-Policy", policy.Content.ToString());
        headers.TryAdd("X-Content-Type-Options", "nosniff");
        headers.TryAdd("Referrer-Policy", policy.Referrer);
        headers.TryAdd("Cross-Origin-Opener-Policy", policy.Opener);
        headers.TryAdd("Cross-Origin-Resource-Policy", policy.Resource);
        headers.TryAdd("Permissions-Policy", policy.Permissions);
        if (context.Request.IsHttps && !IsLocal(context.Request.SentHost().Host))
            headers.TryAdd("Strict-Transport-Security", $"max-age={(long)policy.TransportSecurity.TotalSeconds}");
        if (IsHtml(context.Response)) headers.TryAdd("Cache-Control", "no-store");
        return Task.CompletedTask;
    }

    private static bool IsHtml(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
