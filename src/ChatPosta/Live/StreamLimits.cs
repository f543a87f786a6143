using System.Net;
using System.Threading.RateLimiting;

namespace ChatPosta.Live;

/// <summary>How many streams may be open at once: 20 per user, 100 per address (security.md section 3.3).</summary>
internal sealed class StreamLimits : IDisposable
{
    public const int PerUser = 20;
    public const int PerAddress = 100;

    private readonly PartitionedRateLimiter<(string UserId, IPAddress Address)> _limiter =
        PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<(string UserId, IPAddress Address), string>(stream => AtOnce(stream.UserId, PerUser)),
            PartitionedRateLimiter.Create<(string UserId, IPAddress Address), string>(stream => AtOnce(Network(stream.Address), PerAddress)));

    /// <summary>A place for one stream until the lease is disposed of; not acquired when there is none.</summary>
    public RateLimitLease Take(string userId, IPAddress? address) =>
        _limiter.AttemptAcquire((userId, address ?? IPAddress.None));

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> AtOnce(string key, int permits) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits });

    /// <summary>An IPv6 customer has a whole /64, so that is one address to us.</summary>
    private static string Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4().ToString();
        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes, 0, 8) : address.ToString();
    }
}
