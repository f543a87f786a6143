using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Posta.Hosting.Http;

/// <summary>What <see cref="FetchSite"/> must know of the program.</summary>
public sealed record FetchSitePolicy
{
    /// <summary>Whether the request carries the cookie of a session, and so speaks for somebody.</summary>
    public required Func<HttpRequest, bool> CarriesSession { get; init; }

    /// <summary>Our origin, as a browser that means us would state it.</summary>
    public Func<HttpRequest, string> Origin { get; init; } = request => $"{request.Scheme}://{request.Host}";

    /// <summary>Answers a refused request; the status is set already.</summary>
    public Func<HttpContext, Task> Refuse { get; init; } = context =>
        context.Response.WriteAsync("This request came from another site, so it was not carried out. Open the page here and try again.\n");
}

/// <summary>
/// Refuses what other sites make a browser send (security.md §3.1). SameSite cookies are not enough: they are sent from
/// another port or a sibling subdomain. Covers every endpoint, and needs no token in any form.
/// </summary>
public static class FetchSite
{
    /// <summary>Adds the check; before anything that acts on a request.</summary>
    public static IApplicationBuilder UseFetchSite(this IApplicationBuilder app, FetchSitePolicy policy) => app.Use((context, next) =>
    {
        if (Allows(context.Request, policy)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return policy.Refuse(context);
    });

    private static bool Allows(HttpRequest request, FetchSitePolicy policy) =>
        IsSafe(request.Method) ? AllowsSafe(request.Headers) : AllowsUnsafe(request, policy);

    private static bool AllowsSafe(IHeaderDictionary headers) => headers["Sec-Fetch-Site"].ToString() switch
    {
        "" or "same-origin" or "none" => true,
        // A link from elsewhere may open our page, but no page may embed or probe it.
        _ => headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document",
    };

    // Sec-Fetch-Site first: some plain same-origin forms post "Origin: null".
    private static bool AllowsUnsafe(HttpRequest request, FetchSitePolicy policy)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site)) return site == "same-origin";
        if (request.Headers.TryGetValue("Origin", out var origin)) return origin == policy.Origin(request);
        // Neither: no browser of our time. Without a session there is nothing to abuse.
        return !policy.CarriesSession(request);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
