using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Every passkey is lost, and the account is not.</summary>
public sealed class RecoveryTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task The_admins_link_and_a_pairing_link_open_the_account_on_a_new_device()
    {
        await pair.Write("bob", "alice", "From before the loss.");
        await using var stolen = await Person.SignedUp(chromium, pair, "alice");
        await stolen.Conversations.First.ClickAsync();
        await Expect(stolen.Message("From before the loss.")).ToBeVisibleAsync();
        await using var alice = await Person.At(chromium, pair.Url);

        await alice.OpenInvite(await pair.RecoveryLink("alice"));
        await Expect(alice.Page.GetByText("Get back into your account")).ToBeVisibleAsync();
        await alice.LinkServer(await pair.PairingUri("bob"));
        await Expect(alice.Page.Locator("[data-error]")).ToContainTextAsync("but this account belongs to");
        await alice.LinkServer(await pair.PairingUri("alice"));
        await Expect(alice.Page.GetByText("Step 2 of 2")).ToBeVisibleAsync();
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");

        await Expect(alice.Conversations.First).ToContainTextAsync("From before the loss.");
        await Expect(alice.Page.GetByText("Your passkeys were replaced on")).ToBeVisibleAsync();
        await Expect(stolen.Page.GetByText("This page is locked")).ToBeVisibleAsync();
        await stolen.Press("Unlock with your passkey");
        await Expect(stolen.Page.Locator("#lock [data-error]")).ToContainTextAsync("That passkey didn't work here.");
        await Expect(stolen.Message("From before the loss.")).ToBeHiddenAsync();
        Assert.Empty(alice.Faults);
    }
}
