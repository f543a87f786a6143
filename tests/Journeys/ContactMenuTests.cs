using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Pinning, muting and blocking somebody from the head of the thread.</summary>
public sealed class ContactMenuTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task By_keyboard_the_menu_stays_until_one_leaves_it_and_the_list_follows()
    {
        await TwoConversations();
        await using var alice = await signedIn.Alice();
        var inspection = new Inspection(alice);
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Expect(alice.Conversations.First).ToContainTextAsync("Carol");
        var summary = alice.Page.Locator("#contact-menu summary");

        await summary.FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.Page.Keyboard.PressAsync("Tab");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#contact-pin")).ToHaveTextAsync("Unpin");
        await Expect(alice.Page.Locator("#contact-pin")).ToBeFocusedAsync();
        await Expect(alice.Conversations.First).ToContainTextAsync("Bob");
        await alice.Press("Mute");
        await Expect(alice.Conversations.First.GetByText("Muted")).ToBeAttachedAsync();
        await inspection.Look("thread-menu");

        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(summary).ToBeFocusedAsync();
        await Expect(alice.Page.Locator("#contact-pin")).ToBeHiddenAsync();
        await summary.ClickAsync();
        await alice.Page.Locator("#scroll").ClickAsync();
        await Expect(alice.Page.Locator("#contact-pin")).ToBeHiddenAsync();

        await summary.ClickAsync();
        await alice.Press("Unpin");
        await alice.Press("Unmute");
        await Expect(alice.Conversations.First).ToContainTextAsync("Carol");
        await alice.Press("Block");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock Bob" })).ToBeVisibleAsync();
        await Expect(alice.Conversations).ToHaveCountAsync(1);
        await alice.Press("Unblock Bob");
        await Expect(alice.Composer).ToBeVisibleAsync();
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task It_works_with_scripts_off()
    {
        await TwoConversations();
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.OpenThread(_pair.Address("bob"));

        await alice.Page.Locator("#contact-menu summary").ClickAsync();
        await alice.Press("Pin to the top");
        await Expect(alice.Conversations.First).ToContainTextAsync("Bob");
        await alice.Page.Locator("#contact-menu summary").ClickAsync();
        await alice.Press("Unpin");
        await Expect(alice.Conversations.First).ToContainTextAsync("Carol");
        Assert.Empty(alice.Complaints);
    }

    private async Task TwoConversations()
    {
        if ((await _pair.Thread("alice", "bob")).Count > 0) return;

        await _pair.Add("carol", "Carol");
        await _pair.Write("bob", "alice", "First.");
        await _pair.Write("carol", "alice", "Later.");
    }
}
