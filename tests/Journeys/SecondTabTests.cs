using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// A second tab of the same browser begins the same ceremony: the later question counts, the first tab is told, and goes on
/// from there. Sign-up: <see cref="UnlockCodeTests"/>.
/// </summary>
public sealed class SecondTabTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Two_tabs_sign_in_one_after_the_other()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.SignOut();
        var answer = await Held.At(alice.Page, "/login/finish");
        await alice.Press("Sign in with a passkey");
        await answer.Begun;

        await BeginElsewhere(alice, "login/options");
        answer.Release();

        await Expect(Error(alice)).ToHaveTextAsync("That passkey didn't work here. Try again, or use another one.");
        await alice.Press("Sign in with a passkey");
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Of_two_tabs_that_add_a_passkey_the_later_one_counts()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys/add");
        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();

        await BeginElsewhere(alice, "settings/passkeys/add/options");
        await alice.Press("Confirm with passkey");

        await Expect(Error(alice)).ToContainTextAsync("Go back to your passkeys and begin again.");
        await alice.Open("settings/passkeys/add");
        await alice.MakePasskey();
        await Expect(alice.Page.Locator("#passkeys > li")).ToHaveCountAsync(2);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Of_two_tabs_that_recover_an_account_the_later_one_counts()
    {
        await using var old = await Person.SignedUp(chromium, pair, "bob");
        await using var bob = await Person.At(chromium, pair.Url);
        await bob.OpenInvite(await pair.RecoveryLink("bob"));
        await bob.LinkServer(await pair.PairingUri("bob"));
        await bob.Press("Create passkey");
        await Expect(bob.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();

        await BeginElsewhere(bob, "register/passkey/options");
        await bob.Press("Confirm with passkey");

        await Expect(Error(bob)).ToContainTextAsync("was begun again in another tab. Reload this page to go on.");
        await bob.Page.ReloadAsync();
        await bob.MakePasskey();
        await bob.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(bob.Faults);
    }

    /// <summary>What the other tab's script sends, with the cookies that both share.</summary>
    private async Task BeginElsewhere(Person person, string path)
    {
        var answer = await person.Context.APIRequest.PostAsync($"{pair.Url}{path}", new() { Headers = [new("Sec-Fetch-Site", "same-origin")] });
        Assert.Equal(200, answer.Status);
    }

    private static ILocator Error(Person person) => person.Page.Locator("[data-error]");
}
