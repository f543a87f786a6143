using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A thread of more than one page of fifty: where it opens, and what stays where the eye is.</summary>
public sealed class LongThreadTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private const int Written = 120;

    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Loading_older_messages_keeps_the_place_and_misses_none()
    {
        await _pair.Write("bob", "alice", Enumerable.Range(1, Written).Select(number => $"Line {number}."));
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Messages).ToHaveCountAsync(50);

        await LoadOlder(alice, "Line 71.");
        await Expect(alice.Messages).ToHaveCountAsync(100);
        await LoadOlder(alice, "Line 21.");
        await Expect(alice.Messages).ToHaveCountAsync(Written);

        var shown = await alice.Page.Locator("#rows .msg .body").AllTextContentsAsync();
        Assert.Equal(Enumerable.Range(1, Written).Select(number => $"Line {number}."), shown);
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Load older" })).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task New_messages_do_not_move_a_reader_who_has_scrolled_up()
    {
        await _pair.Add("carol", "Carol");
        await _pair.Write("carol", "alice", Enumerable.Range(1, 60).Select(number => $"Reading {number}."));
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("carol"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var read = alice.Message("Reading 30.");
        await read.ScrollIntoViewIfNeededAsync();
        var before = await Top(read);

        await _pair.Write("carol", "alice", "Meanwhile, below.");

        var fresh = alice.Page.Locator("[data-fresh]");
        await Expect(fresh).ToHaveTextAsync("1 new");
        Assert.Equal(before, await Top(read), tolerance: 1.5);
        await fresh.ClickAsync();
        await Expect(alice.Message("Meanwhile, below.")).ToBeInViewportAsync();
        await Expect(fresh).ToBeHiddenAsync();
        Assert.Empty(alice.Complaints);
    }

    private static async Task LoadOlder(Person alice, string eyeIsOn)
    {
        var link = alice.Page.GetByRole(AriaRole.Link, new() { Name = "Load older" });
        await link.FocusAsync();
        var row = alice.Messages.Filter(new() { Has = alice.Page.GetByText(eyeIsOn, new() { Exact = true }) });
        var before = await Top(row);
        var count = await alice.Messages.CountAsync();

        // By key: the driver's click may scroll by itself, to find a better place to click at.
        await alice.Page.Keyboard.PressAsync("Enter");

        await Expect(alice.Messages).Not.ToHaveCountAsync(count);
        Assert.Equal(before, await Top(row), tolerance: 1.5);
    }

    private static async Task<double> Top(ILocator row) => (await row.BoundingBoxAsync())!.Y;
}
