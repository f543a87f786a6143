using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The posta-server has revoked the token: the account, its passkeys and its open pages stay, and get a new one.</summary>
public sealed class LinkAgainTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task A_page_that_was_open_all_the_time_goes_on_with_the_new_token()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.OpenThread(pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await pair.RevokeTokens("alice");

        var line = alice.Page.Locator("[data-connection=unlinked] a");
        await Expect(line).ToContainTextAsync("link your server again", new() { Timeout = 60_000 });
        var settings = await alice.OpenTab();
        await settings.Open("");
        await settings.Page.GetByRole(AriaRole.Link, new() { Name = "Link your server again" }).ClickAsync();
        await Expect(settings.Page.GetByText("Your server has refused the token since")).ToBeVisibleAsync();

        await settings.LinkServer(await pair.PairingUri("bob"), "Link again");
        await Expect(settings.Page.Locator("[data-error]")).ToContainTextAsync("but this account belongs to");
        await settings.LinkServer(await pair.PairingUri("alice"), "Link again");
        await Expect(settings.Page.GetByText("Your server takes the token")).ToBeVisibleAsync();

        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await alice.Send("Back again.");
        await Expect(alice.Message("Back again.").GetByText("Delivered")).ToBeAttachedAsync();
        Assert.Empty(alice.Faults);
    }
}
