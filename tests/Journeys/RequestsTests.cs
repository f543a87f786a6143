using Microsoft.Playwright;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A stranger writes, and the user decides; with scripts and without, and in every window.</summary>
public sealed class RequestsTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Strangers_wait_on_their_shelf_unread_until_they_are_accepted_ignored_or_blocked()
    {
        await using var alice = await signedIn.Alice();
        var inspection = new Inspection(alice);
        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var otherTab = await alice.OpenTab();
        await otherTab.Open("");
        await Expect(otherTab.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Stranger("carol", "Carol Nordmann", "Hello, I got your address from Bob. May I ask you something about boats, and would you have time for it this week?");
        await Stranger("dave", "Dåvid Ødegård-Ångström of the very long name that no column holds", "BUY NOW");
        await Stranger("erin", "Erin", "Hi");

        await Expect(Waiting(otherTab)).ToHaveTextAsync("3 requests");
        // Bob may be somebody known, from another journey.
        await Expect(otherTab.Conversations.Filter(new() { HasNotText = "Bob" })).ToHaveCountAsync(0);
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "3 requests" }).ClickAsync();
        await Expect(alice.Page.Locator(".request")).ToHaveCountAsync(3);
        await inspection.Look("requests");
        await Request(alice, "Carol").ClickAsync();
        await Expect(alice.Message("about boats")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator("#decide")).ToBeInViewportAsync();
        await inspection.Look("request");
        // It was on screen in all five windows, and nobody was told.
        Assert.DoesNotContain(alice.Requests, url => url.AbsolutePath.EndsWith("/read", StringComparison.Ordinal));
        Assert.DoesNotContain(alice.Requests, url => url.AbsolutePath.StartsWith("/media/", StringComparison.Ordinal));
        await alice.Press("Accept Carol Nordmann");

        await Expect(alice.Composer).ToBeFocusedAsync();
        await Expect(alice.Conversations.Filter(new() { HasText = "Carol" })).ToHaveAttributeAsync("aria-current", "page");
        Assert.EndsWith(Uri.EscapeDataString(_pair.Address("carol").Canonical), alice.Page.Url, StringComparison.Ordinal);
        await Expect(otherTab.Conversations.Filter(new() { HasText = "Carol" })).ToBeVisibleAsync();
        await Expect(Waiting(otherTab)).ToHaveTextAsync("2 requests");

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "2 requests" }).ClickAsync();
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Block Dåvid" }).ClickAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock Dåvid" })).ToBeVisibleAsync();
        await alice.Press("Ignore Erin");
        await Expect(alice.Page.GetByText("Nobody is waiting for your answer.")).ToBeVisibleAsync();
        await Expect(Waiting(alice)).ToHaveCountAsync(0);
        await Expect(Waiting(otherTab)).ToHaveCountAsync(0);
        await Expect(otherTab.Page.GetByRole(AriaRole.Link, new() { Name = "1 blocked" })).ToBeVisibleAsync();
        await inspection.Look("requests-answered");

        await alice.OpenThread(_pair.Address("dave"));
        await inspection.Look("request-blocked");
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock" }).ClickAsync();
        await Expect(alice.Composer).ToBeVisibleAsync();
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task It_works_with_scripts_off()
    {
        await StrangerBob("Do you remember me?");
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.Open("");

        await Waiting(alice).ClickAsync();
        await Request(alice, "Bob").ClickAsync();
        await Expect(alice.Message("Do you remember me?")).ToBeVisibleAsync();
        await alice.Press("Accept Bob");
        await alice.Composer.FillAsync("Yes!");
        await alice.Press("Send");
        await Expect(alice.Message("Yes!")).ToBeVisibleAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_message_to_somebody_who_blocked_its_writer_is_refused_until_they_take_it_back()
    {
        await StrangerBob("Buy this.");
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.Open("requests");
        await alice.Press("Block Bob");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Unblock Bob" })).ToBeVisibleAsync();

        Assert.Equal(MessageState.FailedPermanent, await FateOf("Buy that."));
        await alice.Press("Unblock Bob");
        await Expect(alice.Composer).ToBeVisibleAsync();
        Assert.Equal(MessageState.Delivered, await FateOf("Sorry."));
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Message("Sorry.")).ToBeVisibleAsync();
        await Expect(alice.Message("Buy that.")).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task It_works_by_keyboard()
    {
        await StrangerBob("Shall we?");
        await using var alice = await signedIn.Alice();
        await alice.Open("");

        await Waiting(alice).FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Requests" })).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Tab");
        await Expect(Request(alice, "Bob")).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator("#peer")).ToBeFocusedAsync();
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Skip to your answer" }).FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await alice.Page.Keyboard.PressAsync("Tab");
        await Expect(alice.Page.GetByRole(AriaRole.Button, new() { Name = "Accept Bob" })).ToBeFocusedAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Composer).ToBeFocusedAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_tab_whose_stream_is_away_shows_what_it_has_settled()
    {
        await StrangerBob("Anybody there?");
        await using var alice = await signedIn.Alice();
        await alice.Context.RouteAsync("**/events*", route => route.AbortAsync());
        await alice.Open("requests");
        await Expect(Waiting(alice)).ToBeVisibleAsync();

        await alice.Press("Ignore Bob");

        await Expect(alice.Page.GetByText("Nobody is waiting for your answer.")).ToBeVisibleAsync();
        await Expect(Waiting(alice)).ToHaveCountAsync(0);
    }

    private static ILocator Waiting(Person person) => person.Page.Locator("#conversations .waiting");

    private static ILocator Request(Person person, string name) => person.Page.Locator(".request .conversation").Filter(new() { HasText = name });

    private async Task Stranger(string slug, string name, string text)
    {
        await _pair.Add(slug, name);
        await _pair.WriteAsStranger(slug, "alice", new TextPayload(text));
    }

    /// <summary>Whatever Alice has made of him before.</summary>
    private async Task StrangerBob(string text)
    {
        await (await _pair.Device("alice")).RemoveContact(_pair.Address("bob"), default);
        await _pair.WriteAsStranger("bob", "alice", new TextPayload(text));
    }

    /// <summary>What becomes of one more message from Bob.</summary>
    private async Task<string> FateOf(string text)
    {
        var device = await _pair.Device("bob");
        await device.Send(new(_pair.Address("alice").Canonical, new TextPayload(text).ToJson()), Guid.NewGuid().ToString(), default);
        var state = "";
        await Eventually.True(
            async () => (state = (await _pair.Thread("bob", "alice"))[0].State) is MessageState.Delivered or MessageState.FailedPermanent,
            TimeSpan.FromSeconds(60));
        return state;
    }
}
