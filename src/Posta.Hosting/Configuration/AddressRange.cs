using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Posta.Hosting.Configuration;

/// <summary>An IP address or a CIDR range, as in the list of trusted proxies (C-18).</summary>
public static class AddressRange
{
    /// <summary>Reads "10.0.0.0/8", or "127.0.0.1" as a range of one.</summary>
    public static bool TryParse(string text, out IPNetwork range)
    {
        ArgumentNullException.ThrowIfNull(text);
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var address)) return false;
        if (slash >= 0) return IPNetwork.TryParse(text, out range);
        range = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>Four decimal groups or IPv6: the platform also takes "10" (0.0.0.10) and "010.0.0.1" (8.0.0.1).</summary>
    internal static bool TryAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (text.Contains(':') || address.ToString() == text);
}
