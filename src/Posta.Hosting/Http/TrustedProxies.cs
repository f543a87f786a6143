using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Posta.Hosting.Http;

/// <summary>
/// Takes the client's address and scheme from the proxies that the operator named, and from nobody else. Never the host:
/// it decides whose data is served.
/// </summary>
public static class TrustedProxies
{
    /// <summary>Adds the reading of forwarded headers, if any proxy is named; before anything that looks at the client.</summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app, IReadOnlyList<IPNetwork> proxies) =>
        proxies.Count == 0 ? app : app.UseForwardedHeaders(Options(proxies));

    private static ForwardedHeadersOptions Options(IReadOnlyList<IPNetwork> networks)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // From the right over trusted ones, the first that is not (decisions.md C-18).
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks) options.KnownIPNetworks.Add(network);
        return options;
    }
}
