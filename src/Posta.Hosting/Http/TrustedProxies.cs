using System.Net;
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
    /// <param name="app">The pipeline.</param>
    /// <param name="proxies">Addresses (<c>10.0.0.2</c>) or networks (<c>10.0.0.0/8</c>).</param>
    /// <exception cref="FormatException">One is neither.</exception>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app, IEnumerable<string> proxies)
    {
        IPNetwork[] networks = [.. proxies.Select(Parse)];
        return networks.Length == 0 ? app : app.UseForwardedHeaders(Options(networks));
    }

    /// <summary>Reads an address, or a network in prefix notation.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static IPNetwork Parse(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        if (IPNetwork.TryParse(text, out var network)) return network;
        throw new FormatException($"\"{text}\" is neither an address such as 10.0.0.2 nor a network such as 10.0.0.0/8.");
    }

    private static ForwardedHeadersOptions Options(IPNetwork[] networks)
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
