using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The list of conversations renews itself under the reader's hand.</summary>
public sealed class SidebarTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_press_that_a_renewal_interrupts_still_opens_the_conversation()
    {
        await _pair.Write("bob", "alice", "Open me.");
        await using var alice = await signedIn.Alice();
        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();

        await alice.Conversations.First.HoverAsync();
        await alice.Page.Mouse.DownAsync();
        await alice.Page.EvaluateAsync(
            """
            () => new Promise(renewed => {
              document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.id === "conversations" && setTimeout(renewed, 50));
              document.body.dispatchEvent(new CustomEvent("posta:resync"));
            })
            """);
        await alice.Page.Mouse.UpAsync();

        await Expect(alice.Message("Open me.")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator(".badge")).ToHaveCountAsync(0);
        Assert.Empty(alice.Complaints);
    }
}
