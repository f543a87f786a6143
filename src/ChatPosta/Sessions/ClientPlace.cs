using System.Net;
using System.Net.Sockets;

namespace ChatPosta.Sessions;

/// <summary>Where a request comes from, as far as it is kept: the kind of browser, and the network of the address. Handlers take it as a parameter.</summary>
/// <param name="Network">An IPv4 /24 or an IPv6 /48: enough to tell home from abroad, too little to tell a person.</param>
internal sealed record ClientPlace(string Device, string Network)
{
    public static ValueTask<ClientPlace?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<ClientPlace?>(new(Sessions.Device.Of(context.Request), NetworkOf(context.Connection.RemoteIpAddress)));

    /// <summary>Empty without an address (a Unix socket).</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var (kept, length) = address.AddressFamily == AddressFamily.InterNetwork ? (3, 24) : (6, 48);
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{length}";
    }
}
