using System.Net;

namespace Posta.Hosting.Configuration;

/// <summary>An IP address or a CIDR range, as in the list of trusted proxies (C-18).</summary>
public static class AddressRange
{
    /// <summary>Reads "10.0.0.0/8", or "127.0.0.1" as a range of one.</summary>
    public static bool TryParse(string text, out IPNetwork range)
    {
        if (IPNetwork.TryParse(text, out range)) return true;
        if (!IPAddress.TryParse(text, out var address)) return false;
        range = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
