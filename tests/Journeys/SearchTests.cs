using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>From a word to the message that holds it, in the middle of a long thread.</summary>
public sealed class SearchTests(SignedIn signedIn) : IClassFixture<SignedIn>, IAsyncLifetime
{
    private readonly Pair _pair = signedIn.Pair;

    public async ValueTask InitializeAsync()
    {
        if ((await _pair.Thread("alice", "bob")).Count > 0) return;

        await _pair.Write("bob", "alice", Enumerable.Range(1, 60).Select(number => $"Line {number}."));
        await _pair.Write("bob", "alice", "Remember the Crème brûlée.");
        await _pair.Write("bob", "alice", Enumerable.Range(61, 60).Select(number => $"Line {number}."));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_hit_leads_to_the_message_and_the_thread_goes_on_both_ways()
    {
        await using var alice = await signedIn.Alice();
        await alice.Open("");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await Expect(alice.Page.GetByLabel("Look for")).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("creme");
        await alice.Page.Keyboard.PressAsync("Enter");

        await Expect(alice.Page.Locator(".find__count")).ToBeFocusedAsync();
        await Expect(alice.Page.Locator(".hit mark")).ToHaveTextAsync("Crème");
        Assert.EndsWith("/search?q=creme", alice.Page.Url, StringComparison.Ordinal);
        await alice.Page.Keyboard.PressAsync("Tab");
        await alice.Page.Keyboard.PressAsync("Enter");

        await Expect(alice.Page.Locator("#found")).ToBeFocusedAsync();
        await Expect(alice.Message("Crème brûlée")).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(alice.Messages).ToHaveCountAsync(50);
        await Expect(alice.Conversations.First).ToHaveAttributeAsync("aria-current", "page");

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Load older" }).ClickAsync();
        await Expect(alice.Messages).ToHaveCountAsync(85);
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" }).ClickAsync();
        // It opens where reading stopped, which may be further up.
        await Expect(alice.Message("Line 120.")).ToHaveCountAsync(1);
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" })).ToHaveCountAsync(0);
        await alice.Page.GoBackAsync();
        await Expect(alice.Message("Crème brûlée")).ToBeInViewportAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_message_that_comes_meanwhile_neither_moves_nor_miscounts()
    {
        await using var alice = await signedIn.Alice();
        await alice.Open("search?q=creme");
        await alice.Page.Locator(".hit").ClickAsync();
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var before = (await alice.Message("Crème brûlée").BoundingBoxAsync())!.Y;

        await _pair.Write("bob", "alice", "Meanwhile.");

        await Expect(alice.Message("Meanwhile.")).ToHaveCountAsync(1);
        Assert.Equal(before, (await alice.Message("Crème brûlée").BoundingBoxAsync())!.Y, tolerance: 1.5);
        await Expect(alice.Page.Locator("[data-fresh]")).ToBeHiddenAsync();
        // Rows 36 to 85 were shown and the newest fifty came: they overlap, and nothing is missing between them.
        await Expect(alice.Messages).ToHaveCountAsync(87);
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" })).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task It_works_with_scripts_off()
    {
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.Open("");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await alice.Page.GetByLabel("Look for").FillAsync("creme from:" + _pair.Address("bob").Display);
        await alice.Page.Locator("#pane").GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await alice.Page.Locator(".hit").ClickAsync();
        await Expect(alice.Message("Crème brûlée")).ToBeInViewportAsync(new() { Ratio = 1 });
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" }).ClickAsync();
        await Expect(alice.Message("Line 120.")).ToBeInViewportAsync();

        await alice.Open("search?q=before:yesterday");
        await Expect(alice.Page.Locator("#q-error")).ToContainTextAsync("a day like 2026-11-22");
        await Expect(alice.Page.GetByLabel("Look for")).ToHaveValueAsync("before:yesterday");
        Assert.Empty(alice.Faults);
    }
}
