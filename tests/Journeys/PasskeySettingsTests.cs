using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Several passkeys of one account, as a person keeps them (chat.md §4).</summary>
public sealed class PasskeySettingsTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task A_second_device_gets_a_passkey_of_its_own_and_the_first_can_go()
    {
        await using var alice = await AtPasskeys();
        await alice.Press("Add a passkey");
        await alice.Press("Create passkey");
        await Expect(Error(alice)).ToHaveTextAsync("This device already has a passkey for this account. Use that one, or another device.");

        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.MakePasskey();
        await Expect(alice.Page.GetByText("The passkey is added.")).ToBeVisibleAsync();
        await Expect(Passkeys(alice)).ToHaveCountAsync(2);
        await Expect(Passkeys(alice).Nth(0)).ToContainTextAsync("This session");

        await Rename(alice, 1, "The laptop");
        await alice.SignOutFrom("");
        await alice.SignIn();
        await alice.Open("settings/passkeys");
        await Expect(Passkeys(alice).Nth(1)).ToContainTextAsync("This session");
        await Remove(alice, 0);

        await Expect(alice.Page.GetByText("The passkey is removed")).ToBeVisibleAsync();
        await Expect(Passkeys(alice)).ToHaveCountAsync(1);
        await Expect(Passkeys(alice)).ToContainTextAsync("The laptop");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task When_the_passkey_was_shown_too_long_ago_the_browser_asks_for_it_first()
    {
        await using var alice = await AtPasskeys();
        pair.ChatTime.Shift += TimeSpan.FromMinutes(6);
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.Locator("form[data-fresh='0']").First).ToBeAttachedAsync();

        await alice.Press("Make an unlock code");

        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("Your new unlock code");
        Assert.Contains(alice.Requests, request => request.AbsolutePath == "/session/assert/finish");
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Who_cancels_it_stays_on_the_page_and_can_try_again()
    {
        await using var alice = await AtPasskeys();
        pair.ChatTime.Shift += TimeSpan.FromMinutes(6);
        await alice.Page.ReloadAsync();
        await alice.Authenticator.RefuseTouch();

        await alice.Press("Make an unlock code");

        await Expect(alice.Page.Locator("[data-gate=alert]")).ToContainTextAsync("The passkey step was cancelled or took too long.");
        await Expect(alice.Page.GetByText("Make an unlock code")).ToBeEnabledAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_passkey_without_prf_is_added_beside_an_unlock_code()
    {
        await using var alice = await AtPasskeys();
        var code = await alice.MakeUnlockCode();
        await alice.Authenticator.Replace(AuthenticatorKind.WithoutPrf);
        await alice.Press("Add a passkey");
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("This passkey needs a code beside it")).ToBeVisibleAsync();

        await alice.Press("Add it all the same");

        await Expect(Passkeys(alice).Nth(1)).ToContainTextAsync("Needs your unlock code");
        await alice.SignOutFrom("");
        await alice.Press("Sign in with a passkey");
        await alice.TypeUnlockCode(code);
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(alice.Faults);
    }

    private async Task<Person> AtPasskeys()
    {
        var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys");
        return alice;
    }

    private static async Task Rename(Person person, int index, string name)
    {
        await Passkeys(person).Nth(index).GetByText("Change").ClickAsync();
        await Passkeys(person).Nth(index).GetByLabel("Name").FillAsync(name);
        await Passkeys(person).Nth(index).GetByRole(AriaRole.Button, new() { NameRegex = new("^Rename") }).ClickAsync();
        await Expect(Passkeys(person).Nth(index)).ToContainTextAsync(name);
    }

    private static async Task Remove(Person person, int index)
    {
        await Passkeys(person).Nth(index).GetByText("Change").ClickAsync();
        await Passkeys(person).Nth(index).GetByRole(AriaRole.Button, new() { NameRegex = new("^Remove") }).ClickAsync();
    }

    private static ILocator Passkeys(Person person) => person.Page.Locator("#passkeys > li");

    private static ILocator Error(Person person) => person.Page.Locator("[data-error]");
}
