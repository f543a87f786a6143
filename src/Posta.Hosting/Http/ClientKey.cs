using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Posta.Hosting.Http;

/// <summary>Who counts as one client for a rate limit: an IPv4 address, or an IPv6 /64, of which one household has 2^64 addresses.</summary>
public static class ClientKey
{
    /// <summary>The key of the connection's client, as the trusted proxies told it.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    /// <summary>The key of an address; "local" without one (a Unix socket).</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null) return "local";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
