using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A text from another app on the device, to somebody, as a draft (chat.md §7).</summary>
public sealed class ShareTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private const string Shared = "share?title=The%20fjord&text=It%20is%20frozen.&url=https%3A%2F%2Fnews.example%2Ffjord";

    private readonly Pair _pair = signedIn.Pair;

    [Theory]
    [InlineData("The fjord", true)]
    [InlineData("The lake", false)]
    public async Task It_waits_in_the_composer_of_whoever_is_chosen(string title, bool hasScripts)
    {
        await _pair.Write("bob", "alice", "Anything new?");
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = hasScripts });
        await alice.Open(Shared.Replace("The%20fjord", Uri.EscapeDataString(title), StringComparison.Ordinal));
        var inspection = new Inspection(alice);
        if (hasScripts) await inspection.Look("share");

        await alice.Page.Locator(".share__to button").First.ClickAsync();

        await Expect(alice.Composer).ToHaveValueAsync($"{title}\nIt is frozen.\nhttps://news.example/fjord");
        await Expect(alice.Message(title)).ToHaveCountAsync(0);
        await alice.Press("Send");
        await Expect(alice.Message(title)).ToHaveCountAsync(1);
        await Expect(alice.Composer).ToHaveValueAsync("");
        Assert.Empty(inspection.Findings);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Signing_in_comes_first_and_nothing_is_lost_by_it()
    {
        await using var bob = await Person.SignedUp(signedIn.Chromium, _pair, "bob");
        await bob.SignOut();
        await bob.Open(Shared);

        await bob.Press("Sign in with a passkey");

        await Expect(bob.Page.GetByLabel("The text")).ToHaveValueAsync("The fjord\nIt is frozen.\nhttps://news.example/fjord");
    }
}
