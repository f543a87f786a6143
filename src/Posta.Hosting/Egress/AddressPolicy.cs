using System.Net;
using System.Net.Sockets;

namespace Posta.Hosting.Egress;

/// <summary>Which addresses a URL from a stranger may lead to: public unicast, and nothing else (security.md §3.4).</summary>
public static class AddressPolicy
{
    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");

    // Blocks inside 2000::/3 that carry or hide an IPv4 address, or are not routed. Mapped (::ffff:0:0/96),
    // NAT64 (64:ff9b::/96, 64:ff9b:1::/48), unique-local, link-local and multicast all lie outside it.
    private static readonly IPNetwork[] Special6 =
    [
        IPNetwork.Parse("2001::/23"),       // IETF protocols, Teredo, ORCHID
        IPNetwork.Parse("2001:db8::/32"),   // documentation
        IPNetwork.Parse("2002::/16"),       // 6to4
        IPNetwork.Parse("2620:4f:8000::/48"), // AS112
        IPNetwork.Parse("3fff::/20"),       // documentation
    ];

    // https://www.iana.org/assignments/iana-ipv4-special-registry, multicast and the former class E.
    private static readonly IPNetwork[] Special4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),       // this network
        IPNetwork.Parse("10.0.0.0/8"),      // private
        IPNetwork.Parse("100.64.0.0/10"),   // carrier NAT
        IPNetwork.Parse("127.0.0.0/8"),     // loopback
        IPNetwork.Parse("169.254.0.0/16"),  // link-local, cloud metadata
        IPNetwork.Parse("172.16.0.0/12"),   // private
        IPNetwork.Parse("192.0.0.0/24"),    // IETF protocols
        IPNetwork.Parse("192.0.2.0/24"),    // documentation
        IPNetwork.Parse("192.31.196.0/24"), // AS112
        IPNetwork.Parse("192.52.193.0/24"), // AMT
        IPNetwork.Parse("192.88.99.0/24"),  // 6to4 relay
        IPNetwork.Parse("192.168.0.0/16"),  // private
        IPNetwork.Parse("192.175.48.0/24"), // AS112
        IPNetwork.Parse("198.18.0.0/15"),   // benchmarks
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"),  // documentation
        IPNetwork.Parse("224.0.0.0/4"),     // multicast
        IPNetwork.Parse("240.0.0.0/4"),     // reserved, broadcast
    ];

    /// <summary>Whether the address is public; an IPv4 address in IPv6 clothes is judged as the IPv4 address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Contains(Special4, address)
            : GlobalUnicast6.Contains(address) && !Contains(Special6, address);
    }

    private static bool Contains(IPNetwork[] networks, IPAddress address) =>
        Array.Exists(networks, network => network.Contains(address));
}
