using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Posta.Hosting.Configuration;

/// <summary>Where a program listens: an IP address or <c>localhost</c>, and a port; port 0 takes a free one.</summary>
public sealed record ListenAddress(string Host, int Port)
{
    private const string Localhost = "localhost";

    /// <summary>Reads "0.0.0.0:80", "localhost:8080" or "[::1]:0".</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        value = new ListenAddress(text[..colon], port);
        return value.Host == Localhost || value.TryAddress(out _);
    }

    /// <summary>Opens it: <c>localhost</c> means both loopback addresses, or IPv4's alone when the port is 0.</summary>
    public void Open(KestrelServerOptions kestrel, Action<ListenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(kestrel);
        configure ??= _ => { };
        if (TryAddress(out var address)) kestrel.Listen(address, Port, configure);
        else if (Port == 0) kestrel.Listen(IPAddress.Loopback, 0, configure); // two sockets cannot share one free port
        else kestrel.ListenLocalhost(Port, configure);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}";

    // An IPv6 address stands in brackets, or its last group would pass for the port.
    private bool TryAddress([NotNullWhen(true)] out IPAddress? address) =>
        AddressRange.TryAddress(Host, out address) && Host.Contains(':') == Host.StartsWith('[');
}
