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

    [Fact]
    public async Task A_new_device_without_prf_recovers_with_a_code_beside_it()
    {
        await using var old = await Person.SignedUp(chromium, pair, "bob");
        await using var bob = await Person.At(chromium, pair.Url, AuthenticatorKind.WithoutPrf);
        await bob.OpenInvite(await pair.RecoveryLink("bob"));
        await bob.LinkServer(await pair.PairingUri("bob"));

        await bob.Press("Create passkey");
        await Expect(bob.Page.GetByText("Nothing has changed yet, and your link is still good.")).ToBeVisibleAsync();
        await bob.Press("Go on with an unlock code");
        await Expect(bob.Page.GetByText("Step 2 of 2")).ToBeVisibleAsync();
        var code = await bob.ReadUnlockCode();
        await bob.Press("I have written it down");
        await bob.Page.WaitForURLAsync($"{pair.Url}");

        await bob.SignOut();
        await bob.Press("Sign in with a passkey");
        await bob.TypeUnlockCode(code);
        await bob.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(bob.Faults);
    }
}
