using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The pages of passkeys and the unlock code, in every window.</summary>
public sealed class SettingsKeysScreensTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Passkeys_and_the_unlock_code_fit_and_can_be_used_by_all()
    {
        await using var person = await Person.SignedUp(chromium, pair, "alice");
        var inspection = new Inspection(person);

        await person.Open("settings/passkeys");
        await inspection.Look("settings-passkeys");
        await person.Press("Make an unlock code");
        await Expect(person.Page.Locator(".code-sheet")).ToBeVisibleAsync();
        await inspection.Look("settings-unlock-code");
        var code = await person.ReadUnlockCode();
        await person.Press("I have written it down");

        await person.Authenticator.Replace(AuthenticatorKind.WithoutPrf);
        await person.Press("Add a passkey");
        await inspection.Look("settings-passkey-add");
        await person.Press("Create passkey");
        await Expect(person.Page.GetByText("This passkey needs a code beside it")).ToBeVisibleAsync();
        await inspection.Look("settings-passkey-weak");
        await person.Press("Add it all the same");
        await Expect(person.Page.Locator("#passkeys > li")).ToHaveCountAsync(2);
        await person.Page.GetByText("Change").Last.ClickAsync();
        await inspection.Look("settings-passkeys-two");

        await person.SignOutFrom("");
        await person.Press("Sign in with a passkey");
        await Expect(person.Page.GetByLabel("Unlock code")).ToBeVisibleAsync();
        await inspection.Look("unlock");
        await person.TypeUnlockCode(code[..^1]);
        await Expect(person.Page.Locator("[data-error]")).ToBeVisibleAsync();
        await inspection.Look("unlock-wrong");

        Assert.Empty(inspection.Findings);
        Assert.Empty(person.Faults);
    }
}
