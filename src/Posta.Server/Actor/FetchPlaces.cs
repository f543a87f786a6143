namespace Posta.Server.Actor;

/// <summary>
/// Eight fetches at once (W-19). One source that makes us ask hosts which hang, or one such host, leaves room for others.
/// Two sources with hosts of their own can take all that strangers get, so two places are kept for peers whom the user made
/// contacts; other strangers are then asked to come again, until the fetches give up after ten seconds.
/// </summary>
internal sealed class FetchPlaces
{
    private const int All = 8;
    private const int Strangers = 6;
    private const int PerSource = 5;
    private const int PerHost = 4;

    private readonly Dictionary<(string Source, string Host), int> _held = [];
    private readonly Lock _lock = new();

    public bool TryTake(string source, string host, bool isContact)
    {
        lock (_lock)
        {
            if (_held.Values.Sum() >= (isContact ? All : Strangers)
                || Held(place => place.Source == source) >= PerSource || Held(place => place.Host == host) >= PerHost)
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
