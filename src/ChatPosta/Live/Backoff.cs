namespace ChatPosta.Live;

/// <summary>
/// The pause before the next attempt: full jitter below a ceiling of 1 s that doubles to 30 s. Measured with 2,000
/// upstreams that come back after an outage, it spreads the attempts best (performance.md).
/// </summary>
internal sealed class Backoff(Func<double> random)
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _ceiling = First;

    public TimeSpan Next()
    {
        var pause = _ceiling * random();
        _ceiling = _ceiling * 2 < Longest ? _ceiling * 2 : Longest;
        return pause;
    }

    public void Reset() => _ceiling = First;
}
