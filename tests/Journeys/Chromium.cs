using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Journeys.Chromium))]

namespace Journeys;

/// <summary>One browser for all journeys; each person in it has a context of their own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(20);

    private IPlaywright? _playwright;

    /// <summary>Generous, because every test waits for a condition: only a failing one takes so long.</summary>
    private const float Patience = 30_000;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync().WaitAsync(CloseWithin).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _playwright?.Dispose();
    }
}
