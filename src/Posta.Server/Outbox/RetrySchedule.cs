namespace Posta.Server.Outbox;

/// <summary>wire.md §6: the waits between attempts; after the last one a person decides.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
    ];

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// How long to wait after failing with <paramref name="step"/> waits used up; null when none is left.
    /// A peer's Retry-After can only lengthen the wait (W-23).
    /// </summary>
    public static TimeSpan? Wait(int step, TimeSpan? retryAfter = null)
    {
        if (step >= Waits.Length)
            return null;

        var asked = retryAfter ?? TimeSpan.Zero;
        var bounded = asked < LongestRetryAfter ? asked : LongestRetryAfter;
        return bounded > Waits[step] ? bounded : Waits[step];
    }
}
