using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Posta.Hosting.Egress;

/// <summary>Turns a host name into addresses.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>What the guarded client may do.</summary>
public sealed record EgressOptions
{
    /// <summary>Reach loopback and private networks too: tests and the demo only.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Certificate authorities to trust besides those of the system.</summary>
    public X509Certificate2Collection TrustedRoots { get; init; } = [];

    /// <summary>For TCP and TLS together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Asked once per connection; what it answers is both checked and used.</summary>
    public ResolveHost Resolve { get; init; } = System.Net.Dns.GetHostAddressesAsync;
}
