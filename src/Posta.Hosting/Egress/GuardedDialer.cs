using System.Net;
using System.Net.Sockets;

namespace Posta.Hosting.Egress;

/// <summary>
/// Resolves a name, judges every address and connects to exactly those. One resolution for check and use leaves
/// a rebinding name nothing to gain; TLS still verifies the host name.
/// </summary>
internal sealed class GuardedDialer(EgressOptions options)
{
    private static readonly IPAddress[] LoopbackOnly = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    public async ValueTask<Stream> Connect(DnsEndPoint target, CancellationToken ct)
    {
        var addresses = await Addresses(target.Host, ct);
        if (!options.AllowPrivate && !Array.TrueForAll(addresses, AddressPolicy.IsPublic))
            throw new EgressException(EgressFailure.Refused, $"{target.Host} leads to an address that is not public.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> Addresses(string host, CancellationToken ct)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        // RFC 6761 §6.3: loopback by definition, so no resolver is asked.
        if (IsLocalhost(host)) return LoopbackOnly;
        try
        {
            var addresses = await options.Resolve(host, ct);
            if (addresses.Length > 0) return addresses;
        }
        catch (SocketException e)
        {
            throw new EgressException(EgressFailure.NameNotFound, $"{host} has no address. ({e.Message})", e);
        }
        throw new EgressException(EgressFailure.NameNotFound, $"{host} has no address.");
    }

    private static bool IsLocalhost(string host)
    {
        var name = host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
