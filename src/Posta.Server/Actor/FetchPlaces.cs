namespace Posta.Server.Actor;

/// <summary>
/// Eight fetches at once (W-19), of which no host and no source may hold all: whoever hangs, or makes us ask somebody who
/// hangs, leaves room for others.
/// </summary>
internal sealed class FetchPlaces
{
    private const int All = 8;
    private const int PerSource = 6;
    private const int PerHost = 4;

    private readonly Dictionary<(string Source, string Host), int> _held = [];
    private readonly Lock _lock = new();

    public bool TryTake(string source, string host)
    {
        lock (_lock)
        {
            if (_held.Values.Sum() >= All || Held(place => place.Source == source) >= PerSource || Held(place => place.Host == host) >= PerHost)
                return false;

            _held[(source, host)] = _held.GetValueOrDefault((source, host)) + 1;
            return true;
        }
    }

    public void Leave(string source, string host)
    {
        lock (_lock)
        {
            if (--_held[(source, host)] == 0)
                _held.Remove((source, host));
        }
    }

    private int Held(Func<(string Source, string Host), bool> by) => _held.Where(place => by(place.Key)).Sum(place => place.Value);
}
