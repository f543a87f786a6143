using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Answering one message among many, by pointer, by keyboard and with scripts off.</summary>
public sealed class ReplyTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task What_is_answered_stands_above_the_field_and_in_the_answer()
    {
        await _pair.Write("bob", "alice", "Train or bus?", "And when?");
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        var answered = alice.Page.Locator("#composer-reply .quote");

        await alice.Message("Train or bus?").HoverAsync();
        await alice.Message("Train or bus?").GetByTitle("Reply").ClickAsync();
        await Expect(answered).ToContainTextAsync("Train or bus?");
        await Expect(alice.Composer).ToBeFocusedAsync();
        await alice.Photograph("reply-writing");
        await alice.Composer.PressAsync("Escape");
        await Expect(answered).ToHaveCountAsync(0);

        await alice.Message("Train or bus?").GetByTitle("Reply").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(answered).ToContainTextAsync("Train or bus?");
        await alice.Send("The train.");
        await Expect(alice.Message("The train.").Locator("a.quote")).ToContainTextAsync("Train or bus?");
        await Expect(answered).ToHaveCountAsync(0);

        await alice.Send("At nine.");
        await Expect(alice.Message("At nine.").Locator(".quote")).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task An_answer_that_was_refused_comes_back_with_what_it_answers()
    {
        await _pair.Add("carol", "Carol");
        await _pair.Write("carol", "alice", "Are you there?");
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("carol"));
        await alice.Message("Are you there?").HoverAsync();
        await alice.Message("Are you there?").GetByTitle("Reply").ClickAsync();
        await Expect(alice.Page.Locator("#composer-reply .quote")).ToBeVisibleAsync();

        await alice.Page.RouteAsync("**/messages", route => route.AbortAsync());
        await alice.Send("Nearly.");
        await Expect(alice.Composer).ToHaveValueAsync("Nearly.");
        await Expect(alice.Page.Locator("#composer-reply .quote")).ToContainTextAsync("Are you there?");
        await alice.Page.UnrouteAsync("**/messages");
        await alice.Composer.PressAsync("Enter");

        await Expect(alice.Message("Nearly.").Locator(".quote")).ToContainTextAsync("Are you there?");
    }

    [Fact]
    public async Task With_scripts_off_it_is_a_link_and_a_form()
    {
        await _pair.Add("dave", "Dave");
        await _pair.Write("dave", "alice", "Skis or skates?");
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.OpenThread(_pair.Address("dave"));

        await alice.Message("Skis or skates?").HoverAsync();
        await alice.Message("Skis or skates?").GetByTitle("Reply").ClickAsync();
        await Expect(alice.Page.Locator("#composer-reply .quote")).ToContainTextAsync("Skis or skates?");
        await alice.Composer.FillAsync("Skates.");
        await alice.Press("Send");

        await Expect(alice.Message("Skates.").Locator(".quote")).ToContainTextAsync("Skis or skates?");
        await Expect(alice.Page.Locator("#composer-reply .quote")).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }
}
