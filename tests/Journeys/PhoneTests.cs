using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>On a phone the conversations and the thread are two screens (chat.md §7).</summary>
public sealed class PhoneTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task One_screen_at_a_time_with_a_way_back()
    {
        await _pair.Write("bob", "alice", "Reading this on the train?");
        await using var alice = await signedIn.Alice(Screen.Phone.Options);
        var sidebar = alice.Page.Locator("#sidebar");
        await alice.Open("");
        await Expect(sidebar).ToBeInViewportAsync(new() { Ratio = 1 });

        await alice.Conversations.First.TapAsync();
        await Expect(alice.Message("Reading this on the train?")).ToBeInViewportAsync();
        await Expect(sidebar).ToBeHiddenAsync();
        await Expect(alice.Composer).ToBeInViewportAsync(new() { Ratio = 1 });

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "All conversations" }).TapAsync();
        await Expect(sidebar).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(alice.Composer).ToHaveCountAsync(0);

        await alice.Page.GoBackAsync();
        await Expect(alice.Message("Reading this on the train?")).ToBeInViewportAsync();
        await Expect(sidebar).ToBeHiddenAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task The_on_screen_keyboard_hides_neither_field_nor_newest_message()
    {
        await _pair.Add("carol", "Carol");
        await _pair.Write("carol", "alice", Enumerable.Range(1, 20).Select(number => $"Stop {number}."));
        await using var alice = await signedIn.Alice(Screen.Phone.Options);
        await alice.OpenThread(_pair.Address("carol"));
        await alice.Composer.TapAsync();
        await alice.Composer.FillAsync("Getting off");

        // The page asks the browser to shrink the window for the keyboard (interactive-widget=resizes-content).
        await alice.Page.SetViewportSizeAsync(360, 400);

        await Expect(alice.Composer).ToBeInViewportAsync(new() { Ratio = 1 });
        await alice.Press("Send");
        await Expect(alice.Message("Getting off")).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Empty(alice.Complaints);
    }
}
