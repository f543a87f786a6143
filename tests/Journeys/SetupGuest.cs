using Microsoft.Playwright;
using Posta.Testing;

namespace Journeys;

/// <summary>Somebody who was sent the link to a setup page of alice's server.</summary>
internal sealed class SetupGuest : IAsyncDisposable
{
    private readonly Pair _pair;

    private SetupGuest(Pair pair, Person person)
    {
        _pair = pair;
        Person = person;
    }

    public Person Person { get; }

    public IPage Page => Person.Page;

    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Name => Page.GetByLabel("What shall this device be called?");

    public ILocator Problem => Page.Locator("#problem");

    public ILocator Link => Page.Locator("#link");

    public int Redemptions => Person.Requests.Count(request => request.AbsolutePath.EndsWith("/redeem", StringComparison.Ordinal));

    public static async Task<SetupGuest> At(Chromium chromium, Pair pair, BrowserNewContextOptions? options = null)
    {
        options ??= Person.Desktop;
        options.IgnoreHTTPSErrors = true;
        options.Permissions = ["clipboard-read", "clipboard-write"];
        return new(pair, await Person.At(chromium, new Uri(pair.Address("alice").Canonical), options: options));
    }

    /// <summary>Makes an invite and opens its link.</summary>
    public async Task OpenInvite(string hint = "", TimeSpan? ttl = null) => await Open(await Invite(hint, ttl));

    /// <summary>A new link, in a minute of its own: all guests come from one address, which may ask ten times a minute.</summary>
    public Task<string> Invite(string hint = "", TimeSpan? ttl = null)
    {
        PassMinute();
        return _pair.DeviceInvite("alice", hint, ttl);
    }

    public void PassMinute() => _pair.ServerTime.Shift += TimeSpan.FromMinutes(1);

    public async Task Open(string link)
    {
        // From elsewhere: a link that differs in its fragment only would not load the page again.
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(link);
    }

    public Task Connect() => Person.Press("Connect");

    public ValueTask DisposeAsync() => Person.DisposeAsync();
}
