using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>What the keyboard does on the pages of conversations, and its help (chat.md §7).</summary>
public sealed class KeyboardTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_question_mark_shows_the_keys_and_gives_the_focus_back()
    {
        await using var alice = await AtHome();
        var link = alice.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" });
        await link.FocusAsync();

        await alice.Page.Keyboard.PressAsync("?");
        await Expect(Help(alice)).ToBeVisibleAsync();
        var inspection = new Inspection(alice);
        await inspection.Look("keyboard-help");
        await alice.Page.Keyboard.PressAsync("Escape");

        await Expect(Help(alice)).ToBeHiddenAsync();
        await Expect(link).ToBeFocusedAsync();
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task In_a_message_they_are_letters()
    {
        await using var alice = await AtHome();
        await alice.OpenThread(_pair.Address("bob"));

        await alice.Composer.FillAsync("");
        await alice.Composer.PressSequentiallyAsync("Why/when?");

        await Expect(alice.Composer).ToHaveValueAsync("Why/when?");
        await Expect(Help(alice)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_slash_goes_to_search_and_alt_with_an_arrow_to_the_next_conversation()
    {
        await _pair.Add("carol", "Carol");
        await _pair.Write("carol", "alice", "From Carol.");
        await _pair.Write("bob", "alice", "From Bob.");
        await using var alice = await AtHome();
        await Expect(alice.Conversations).ToHaveCountAsync(2);

        await alice.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(alice.Message("From Bob.")).ToBeVisibleAsync();
        await Expect(alice.Composer).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(alice.Message("From Carol.")).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(alice.Message("From Bob.")).ToBeVisibleAsync();

        await alice.Conversations.First.FocusAsync();
        await alice.Page.Keyboard.PressAsync("/");
        await Expect(alice.Page.GetByLabel("Look for")).ToBeFocusedAsync();
        await Expect(alice.Page.GetByLabel("Look for")).ToHaveValueAsync("");
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Single_keys_can_be_switched_off()
    {
        await using var alice = await signedIn.Alice();
        await alice.Open("settings/keyboard");
        var inspection = new Inspection(alice);
        await inspection.Look("settings-keyboard");
        await alice.Page.GetByLabel("in this browser").UncheckAsync();

        await alice.Open("");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" }).FocusAsync();
        await alice.Page.Keyboard.PressAsync("?");
        await alice.Page.Keyboard.PressAsync("/");

        await Expect(Help(alice)).ToBeHiddenAsync();
        Assert.Equal("/", new Uri(alice.Page.Url).AbsolutePath);
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    private static ILocator Help(Person person) => person.Page.Locator("#keys");

    private async Task<Person> AtHome()
    {
        var alice = await signedIn.Alice();
        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        return alice;
    }
}
