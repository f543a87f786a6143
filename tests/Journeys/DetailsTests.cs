using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>One message and all that is known of it; and where one wants to go on reading.</summary>
public sealed class DetailsTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Who_signed_a_message_can_be_looked_at_again_and_taken_along()
    {
        await _pair.Write("bob", "alice", "The gate closes at eleven.");
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await alice.Message("The gate closes at eleven.").HoverAsync();
        await alice.Message("The gate closes at eleven.").GetByTitle("Details").ClickAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Message", Exact = true })).ToBeFocusedAsync();
        await Expect(Fact(alice, "Arrived")).ToContainTextAsync("by your server’s clock");

        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Check it again" }).ClickAsync();
        await Expect(Fact(alice, "Result")).ToContainTextAsync("Good.");
        var inspection = new Inspection(alice);
        await inspection.Look("details-of-a-message-that-came");
        Assert.Empty(inspection.Findings);
        var download = await alice.Page.RunAndWaitForDownloadAsync(() => alice.Page.GetByText("Download the envelope").ClickAsync());
        var envelope = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("The gate closes at eleven.", envelope, StringComparison.Ordinal);

        await alice.Page.GetByText("Back to the conversation").ClickAsync();
        await Expect(alice.Message("The gate closes at eleven.")).ToBeInViewportAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Ones_own_message_tells_when_it_was_handed_over()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await alice.Send("On my way.");
        await Expect(alice.Message("On my way.").GetByText("Delivered")).ToBeAttachedAsync();
        await alice.Message("On my way.").GetByTitle("Details").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");

        await Expect(Fact(alice, "Handed over")).ToContainTextAsync(_pair.Address("bob").Host);
        await Expect(Fact(alice, "Last answer")).ToContainTextAsync("204");
        var inspection = new Inspection(alice);
        await inspection.Look("details-of-a-message-handed-over");
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Unread_from_here_holds_in_one_view_until_the_next_message()
    {
        await _pair.Add("carol", "Carol");
        await _pair.Write("carol", "alice", "First.", "Second.", "Third.");
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("carol"));
        var divider = alice.Page.Locator("#unread");
        await divider.GetByText("why?").ClickAsync();
        await Expect(divider).ToContainTextAsync("in a window in front");

        await alice.Message("Second.").GetByTitle("Details").ClickAsync();
        await alice.Page.GetByText("Mark unread from here").ClickAsync();
        await Expect(divider).ToContainTextAsync("Unread from here");
        await Expect(alice.Page.Locator("#unread + .msg")).ToContainTextAsync("Second.");
        var inspection = new Inspection(alice);
        await inspection.Look("unread-from-here");
        Assert.Empty(inspection.Findings);

        await _pair.Write("carol", "alice", "Fourth.");
        await Expect(alice.Message("Fourth.")).ToBeVisibleAsync();
        await Expect(divider).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }

    private static ILocator Fact(Person person, string name) =>
        person.Page.Locator($".facts dt:text-is('{name}') + dd");
}
