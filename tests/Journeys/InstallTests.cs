using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>chat-posta as an app on the home screen (chat.md §7).</summary>
public sealed class InstallTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    [Fact]
    public async Task The_browser_can_install_the_site()
    {
        await using var alice = await signedIn.Alice();
        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var inspector = await alice.Context.NewCDPSessionAsync(alice.Page);

        var manifest = (await inspector.SendAsync("Page.getAppManifest"))!.Value;
        var obstacles = (await inspector.SendAsync("Page.getInstallabilityErrors"))!.Value.GetProperty("installabilityErrors");

        Assert.EndsWith("/manifest.webmanifest", manifest.GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Empty(manifest.GetProperty("errors").EnumerateArray());
        // A journey's windows are private ones, and in those a browser installs nothing: that alone stands in the way.
        Assert.Equal(["in-incognito"], obstacles.EnumerateArray().Select(obstacle => obstacle.GetProperty("errorId").GetString()));
        Assert.Empty(alice.Complaints);
    }
}
