using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Every page behind the sign-in, in every window.</summary>
public sealed class InboxScreensTests(FullInbox inbox) : IClassFixture<FullInbox>
{
    [Fact]
    public async Task The_inbox_fits_and_can_be_used_by_all()
    {
        await using var alice = await inbox.Alice();
        var inspection = new Inspection(alice);

        await alice.Open("");
        await Expect(alice.Conversations).ToHaveCountAsync(6);
        await inspection.Look("inbox");

        await alice.OpenThread(inbox.Pair.Address("bob"));
        await inspection.Look("thread", alice.Message("A long answer"));
        await inspection.Look("thread-above", alice.Message("Look at"));
        await inspection.Look("thread-top", alice.Message("Hei Alice!"));
        await alice.Composer.FillAsync("One line,\nanother line,\nand a third one that is somewhat longer than the field is wide.");
        await inspection.Look("thread-writing");

        await alice.OpenThread(inbox.Nobody);
        await Expect(alice.Page.GetByText("Not delivered.")).ToBeVisibleAsync();
        await inspection.Look("failed");
        await alice.OpenThread(FullInbox.Silent);
        await alice.Page.GetByText("why?").ClickAsync();
        await Expect(alice.Page.GetByText("when you press Retry")).ToBeVisibleAsync();
        await inspection.Look("failed-waiting-why");
        await alice.OpenThread(FullInbox.Slow);
        await alice.Page.GetByText("why?").ClickAsync();
        await inspection.Look("late-why");
        await alice.OpenThread(inbox.Pair.Address("erin"));
        await Expect(alice.Page.GetByText("Say hi")).ToBeVisibleAsync();
        await inspection.Look("thread-empty");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Starting_a_conversation_and_problems_fit_and_can_be_used_by_all()
    {
        await using var alice = await inbox.Alice();
        var inspection = new Inspection(alice);

        await alice.Open("new");
        await inspection.Look("new");
        await alice.LookUp("bob@bob.example");
        await Expect(alice.Page.Locator("#url-error")).Not.ToBeEmptyAsync();
        await inspection.Look("new-refused");
        await alice.LookUp(inbox.Pair.Address("bob").Display);
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Start" })).ToBeVisibleAsync();
        await inspection.Look("new-found");
        await alice.LookUp("grandma.localhost:9");
        await Expect(alice.Page.GetByRole(AriaRole.Link, new() { Name = "Start anyway" })).ToBeVisibleAsync();
        await inspection.Look("new-doubt");

        await alice.Open("no-such-page");
        await Expect(alice.Page.GetByText("There is nothing here")).ToBeVisibleAsync();
        await inspection.Look("problem-not-found");

        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Faults);
    }
}
