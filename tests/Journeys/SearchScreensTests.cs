using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Searching, in every window.</summary>
public sealed class SearchScreensTests(FullInbox inbox) : IClassFixture<FullInbox>
{
    [Fact]
    public async Task Search_fits_and_can_be_used_by_all()
    {
        await using var alice = await inbox.Alice();
        var inspection = new Inspection(alice);

        await alice.Open("search");
        await inspection.Look("search");
        await alice.Open("search?q=the");
        await Expect(alice.Page.Locator(".hit").First).ToBeVisibleAsync();
        await inspection.Look("search-found");
        await alice.Open("search?q=has:image");
        await Expect(alice.Page.Locator(".hit")).ToHaveCountAsync(1);
        await inspection.Look("search-image");
        await alice.Open("search?q=Donaudampfschifffahrt");
        await Expect(alice.Page.Locator("mark")).ToHaveCountAsync(1);
        await inspection.Look("search-long-word");
        await alice.Open("search?q=nothing+of+the+kind");
        await inspection.Look("search-nothing");
        await alice.Open("search?q=after:soon");
        await Expect(alice.Page.Locator("#q-error")).Not.ToBeEmptyAsync();
        await inspection.Look("search-refused");
        await alice.Open("search?q=cabin");
        await alice.Page.Locator(".hit").First.ClickAsync();
        await Expect(alice.Page.Locator("#found")).ToBeFocusedAsync();
        await inspection.Look("search-jumped", alice.Page.Locator("#found"));

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }
}
