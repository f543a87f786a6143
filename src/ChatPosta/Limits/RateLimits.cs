namespace ChatPosta.Limits;

/// <summary>
/// Counts what callers do. Our own and not the framework's limiters, because those take the time from the machine, and
/// because a refusal has to say exactly when the next try will do.
/// </summary>
internal sealed class RateLimits(ChatConfig config, TimeProvider time)
{
    private readonly Dictionary<Rate, Recent> _recent = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    /// <summary>Counts the action, or answers how long to wait. What is refused is not counted.</summary>
    public TimeSpan? Refuse(Limit limit, Caller caller)
    {
        if (config.LimitScale == 0) return null;

        lock (_gate)
        {
            var now = time.GetUtcNow();
            var wait = limit.Rates.Max(rate => Of(rate).Wait(caller.Key(rate.By), now));
            if (wait > TimeSpan.Zero) return wait;

            foreach (var rate in limit.Rates) Of(rate).Add(caller.Key(rate.By), now);
            return null;
        }
    }

    private Recent Of(Rate rate)
    {
        if (!_recent.TryGetValue(rate, out var recent)) _recent[rate] = recent = new(rate.Count * config.LimitScale, rate.Per);
        return recent;
    }
}
