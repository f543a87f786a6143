using System.Net;
using System.Net.NetworkInformation;
using Posta.Hosting.Configuration;
using Posta.Server.Identities;

namespace Posta.Server.Doctor;

/// <summary>What concerns the server as a whole: its files, its disk, its certificate and its address.</summary>
internal sealed class MachineChecks(ServerConfig config, IReadOnlyList<ManifestEntry> entries, TimeProvider time)
{
    private const string Everywhere = "";
    private const long LittleRoom = 1L << 30;
    private const long NoRoom = 64L << 20;

    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(14);

    public IEnumerable<Finding> Run(bool isServing) => [Data(), .. Leftovers(), Disk(), .. Certificate(), .. config.Listen.Select(address => Address(address, isServing))];

    private Finding Data() => Directory.Exists(config.Data)
        ? Finding.Ok(Everywhere, "data", config.Data)
        : Finding.Warning(Everywhere, "data", $"{config.Data} does not exist yet; `posta-server identity add` makes it.");

    // They may hold keys.
    private IEnumerable<Finding> Leftovers() => Directory.Exists(config.Data)
        ? Directory.EnumerateDirectories(config.Data, ".*").Select(folder => Finding.Warning(
            Everywhere, "leftovers", $"{folder} is of a restore or purge that was cut off. When none is running, delete it."))
        : [];

    private Finding Disk()
    {
        var place = Directory.Exists(config.Data) ? config.Data : "/";
        var free = new DriveInfo(place).AvailableFreeSpace;
        var words = $"{free >> 20} MiB are free at {place}";
        return free < NoRoom ? Finding.Problem(Everywhere, "disk", $"{words}: messages will be refused with 507 soon. Make room; no restart is needed.")
            : free < LittleRoom ? Finding.Warning(Everywhere, "disk", $"{words}. Make room before it is full.")
            : Finding.Ok(Everywhere, "disk", $"{words}.");
    }

    private IEnumerable<Finding> Certificate()
    {
        if (config.Certificate is not { } certificate)
            return [Finding.Ok(Everywhere, "tls", "left to the proxy in front.")];

        var left = certificate.NotAfter.ToUniversalTime() - time.GetUtcNow().UtcDateTime;
        var strangers = entries.Where(entry => !certificate.MatchesHostname(entry.Url.Host)).Select(entry => entry.Url.Host).ToArray();
        var until = $"the certificate is good until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}";
        return
        [
            left < TimeSpan.Zero ? Finding.Problem(Everywhere, "tls", $"{until}: it is over. Get a new one and restart.")
            : left < SoonOver ? Finding.Warning(Everywhere, "tls", $"{until}. Get a new one and restart.")
            : Finding.Ok(Everywhere, "tls", $"{until}."),
            .. strangers.Select(host => Finding.Problem(Everywhere, "tls", $"the certificate is not for {host}. Get one that names it.")),
        ];
    }

    private static Finding Address(ListenAddress address, bool isServing) => (IsInUse(address), isServing) switch
    {
        (true, true) => Finding.Ok(Everywhere, "listen", $"{address} is in use, and a posta-server runs."),
        (true, false) => Finding.Problem(Everywhere, "listen", $"another program has {address}. Stop it, or choose another with --listen."),
        (false, true) => Finding.Warning(Everywhere, "listen", $"a posta-server runs, but not at {address}: give this command the settings that the daemon has."),
        (false, false) => Finding.Ok(Everywhere, "listen", $"{address} is free."),
    };

    // Read and not tried: a daemon that starts in this instant must find it free.
    private static bool IsInUse(ListenAddress address)
    {
        IPAddress[] ours = address.Host == "localhost" ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Parse(address.Host.Trim('[', ']'))];
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Any(listener => listener.Port == address.Port && (IsAny(listener.Address) || ours.Any(one => IsAny(one) || one.Equals(Plain(listener.Address)))));
    }

    private static bool IsAny(IPAddress address) => Plain(address) is var plain && (plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
