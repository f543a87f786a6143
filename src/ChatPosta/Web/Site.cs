using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatPosta.Web;

/// <summary>
/// The one address of this installation: the origin that browsers must name, and the RP ID of every passkey. With port 0
/// in the base URL (tests), it takes the port that the program was given when it started.
/// </summary>
internal sealed class Site(ChatConfig config, IServer server)
{
    private Uri? _baseUrl;

    public Uri BaseUrl => _baseUrl ??= Resolve();

    /// <summary>Scheme, host and port, as browsers write them in <c>Origin</c>.</summary>
    public string Origin => BaseUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>The exact host, never a parent domain: a page on a sibling would get the same PRF answer (security.md §1.2).</summary>
    public string RpId => BaseUrl.Host;

    public bool IsTls => BaseUrl.Scheme == Uri.UriSchemeHttps;

    /// <summary>Proxies may name the port where browsers leave the usual one out.</summary>
    public bool IsOurHost(HostString host) =>
        string.Equals(host.Host, BaseUrl.Host, StringComparison.OrdinalIgnoreCase)
        && (host.Port ?? (IsTls ? 443 : 80)) == BaseUrl.Port;

    private Uri Resolve()
    {
        var port = config.BaseUrl.Port != 0 ? config.BaseUrl.Port : BoundPort();
        // Browsers name a host of other letters in Punycode, in Host and in Origin.
        return new UriBuilder(config.BaseUrl.Scheme, config.BaseUrl.IdnHost, port).Uri;
    }

    private int BoundPort()
    {
        var bound = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The base URL has port 0, and the program is not listening yet.");
        return new Uri(bound).Port;
    }
}
