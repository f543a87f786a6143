using System.Threading.RateLimiting;

namespace ChatPosta.Media;

/// <summary>How many pictures are fetched at once: of one server, for one user and in all. Who finds no place waits for one.</summary>
internal sealed class MediaPlaces : IDisposable
{
    private readonly PartitionedRateLimiter<(string User, string Host)> _places = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string User, string Host), string>(asked => AtOnce(asked.User, permits: 8, waiting: 200)),
        PartitionedRateLimiter.Create<(string User, string Host), string>(asked => AtOnce(asked.Host, permits: 4, waiting: 200)),
        PartitionedRateLimiter.Create<(string User, string Host), string>(_ => AtOnce("", permits: 32, waiting: 400)));

    /// <summary>A place until the lease is disposed of; not acquired when too many wait already.</summary>
    public ValueTask<RateLimitLease> Take(string userId, string host, CancellationToken ct) => _places.AcquireAsync((userId, host), 1, ct);

    public void Dispose() => _places.Dispose();

    private static RateLimitPartition<string> AtOnce(string key, int permits, int waiting) => RateLimitPartition.GetConcurrencyLimiter(
        key, _ => new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}
