using System.Net;
using System.Threading.RateLimiting;
using Posta.Hosting.Http;

namespace ChatPosta.Live;

/// <summary>How many streams may be open at once: 20 per user, 100 per address (security.md section 3.3), times the operator's scale.</summary>
internal sealed class StreamLimits(ChatConfig config) : IDisposable
{
    public const int PerUser = 20;
    public const int PerAddress = 100;

    private readonly PartitionedRateLimiter<(string UserId, string Address)> _limiter =
        PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<(string UserId, string Address), string>(stream => AtOnce(stream.UserId, PerUser * config.LimitScale)),
            PartitionedRateLimiter.Create<(string UserId, string Address), string>(stream => AtOnce(stream.Address, PerAddress * config.LimitScale)));

    /// <summary>A place for one stream until the lease is disposed of; not acquired when there is none.</summary>
    public RateLimitLease Take(string userId, IPAddress? address) => _limiter.AttemptAcquire((userId, ClientKey.Of(address)));

    public void Dispose() => _limiter.Dispose();

    private static RateLimitPartition<string> AtOnce(string key, int permits) => permits == 0
        ? RateLimitPartition.GetNoLimiter(key)
        : RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits });
}
