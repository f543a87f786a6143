using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Every state of the setup page, in every window.</summary>
public sealed class SetupScreensTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Setting_a_device_up_fits_and_can_be_used_by_all()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        var inspection = new Inspection(guest.Person);

        await guest.OpenInvite("Alice’s phone");
        await Expect(guest.Name).ToBeVisibleAsync();
        await inspection.Look("setup-form");
        await guest.Name.FillAsync(new string('ø', 40));
        await guest.Connect();
        await Expect(guest.Problem).ToBeVisibleAsync();
        await inspection.Look("setup-form-refused");

        await guest.Name.FillAsync("Kitchen tablet");
        await guest.Connect();
        await Expect(guest.Link).ToBeVisibleAsync();
        await inspection.Look("setup-done");
        await guest.Page.GetByText("My program asks for a token").ClickAsync();
        await guest.Person.Press("Copy token");
        await Expect(guest.Page.GetByText("Copied.")).ToBeVisibleAsync();
        await inspection.Look("setup-done-token");

        await guest.OpenInvite(ttl: TimeSpan.FromMinutes(-1));
        await Expect(guest.Heading).ToContainTextAsync("can’t be used any more");
        await inspection.Look("setup-gone");
        await guest.Open($"{pair.Address("alice")}/setup");
        await Expect(guest.Heading).ToContainTextAsync("isn’t in this address");
        await inspection.Look("setup-missing");
        await guest.Page.RouteAsync("**/info", route => route.AbortAsync());
        await guest.OpenInvite();
        await Expect(guest.Page.Locator("#reason")).ToBeVisibleAsync();
        await inspection.Look("setup-stuck");

        Assert.Empty(inspection.Findings);
        Assert.Empty(guest.Person.Faults);
    }

    [Fact]
    public async Task Without_scripts_the_page_can_be_read_by_all()
    {
        var options = Screen.Phone.Options;
        options.JavaScriptEnabled = false;
        await using var guest = await SetupGuest.At(chromium, pair, options);

        await guest.OpenInvite();

        await Expect(guest.Heading).ToHaveTextAsync("This page needs scripts");
        await guest.Person.Photograph($"{Screen.Phone.Name}-setup-scripts-off");
    }
}
