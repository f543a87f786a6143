using Microsoft.Playwright;
using Posta.Testing;

namespace Journeys;

/// <summary>
/// A pair of programs in which alice has signed up, once for a class of journeys. Each of them gets a browser of its own
/// that carries her session.
/// </summary>
public sealed class SignedIn(Chromium chromium) : IAsyncLifetime
{
    private string _session = "";

    public Chromium Chromium => chromium;

    public Pair Pair { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Pair.InitializeAsync();
        await using var alice = await Person.SignedUp(chromium, Pair, "alice");
        _session = await alice.Context.StorageStateAsync();
    }

    public ValueTask DisposeAsync() => Pair.DisposeAsync();

    internal Task<Person> Alice(BrowserNewContextOptions? options = null)
    {
        options ??= Person.Desktop;
        options.StorageState = _session;
        return Person.At(chromium, Pair.Url, options: options);
    }
}
