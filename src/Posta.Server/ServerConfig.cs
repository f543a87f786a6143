using System.Net;
using System.Security.Cryptography.X509Certificates;
using Posta.Hosting.Configuration;
using Posta.Hosting.Egress;

namespace Posta.Server;

/// <summary>Everything that an operator, a test or the demo decides about one running posta-server.</summary>
public sealed record ServerConfig
{
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [new("0.0.0.0", 80)];

    public string Manifest { get; init; } = "/etc/posta/identities.toml";

    public string Data { get; init; } = "/var/lib/posta";

    public Acl Acl { get; init; } = Acl.Open;

    /// <summary>Verified envelopes per sender and minute; 0 lifts the limit.</summary>
    public int RatePerMinute { get; init; } = 60;

    /// <summary>Actor documents fetched per minute on behalf of one source address; 0 lifts the limit.</summary>
    public int FetchesPerSource { get; init; } = 60;

    /// <summary>Actor documents fetched per minute from one host; 0 lifts the limit.</summary>
    public int FetchesPerHost { get; init; } = 30;

    /// <summary>Proxies whose X-Forwarded-For is believed.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Lets requests go to private addresses, and *.localhost to this machine: for tests and the demo.</summary>
    public bool AllowPrivateEgress { get; init; }

    /// <summary>The certificate that Kestrel serves; null leaves TLS to the proxy in front.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The intermediate certificates sent along with it, so that clients that know only the root can follow.</summary>
    public X509Certificate2Collection CertificateChain { get; init; } = [];

    /// <summary>Authorities believed besides the machine's own when this server calls another.</summary>
    public X509Certificate2Collection TrustedRoots { get; init; } = [];

    /// <summary>Who is asked for the addresses of other servers.</summary>
    public ResolveHost Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
