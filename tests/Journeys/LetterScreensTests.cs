using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Every page before the first sign-in, in every window.</summary>
public sealed class LetterScreensTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Signing_up_and_in_fits_and_can_be_used_by_all()
    {
        await using var person = await Person.At(chromium, pair.Url);
        var inspection = new Inspection(person);
        var error = person.Page.Locator("[data-error]");

        await person.Open("login");
        await inspection.Look("login");
        await person.Authenticator.AddPasskey("localhost");
        await person.Press("Sign in with a passkey");
        await Expect(error).ToBeVisibleAsync();
        await inspection.Look("login-refused");

        await person.OpenInvite($"{pair.Url}register#code=unknown");
        await Expect(person.Page.GetByText("This invite link is invalid")).ToBeVisibleAsync();
        await inspection.Look("invite-invalid");

        await person.Page.GotoAsync("about:blank");
        await person.OpenInvite(await pair.Invite());
        await Expect(person.Page.GetByText("Step 1 of 3")).ToBeVisibleAsync();
        await inspection.Look("pairing");
        await person.LinkServer("posta+v1://alice.localhost");
        await Expect(error).ToBeVisibleAsync();
        await inspection.Look("pairing-refused");

        await person.LinkServer(await pair.PairingUri("alice"));
        await Expect(person.Page.GetByText("Step 2 of 3")).ToBeVisibleAsync();
        await inspection.Look("confirm");

        await person.Confirm();
        await Expect(person.Page.GetByText("Step 3 of 3")).ToBeVisibleAsync();
        await inspection.Look("passkey");
        await person.Authenticator.Replace(AuthenticatorKind.WithoutPrf);
        await person.Press("Create passkey");
        await Expect(person.Page.GetByText("This passkey needs a code beside it")).ToBeVisibleAsync();
        await inspection.Look("passkey-without-prf");
        await person.Page.GetByText("On other devices").ClickAsync();
        await inspection.Look("passkey-advice");
        await person.Press("Go on with an unlock code");
        await Expect(person.Page.GetByText("Your unlock code")).ToBeVisibleAsync();
        await inspection.Look("unlock-code");
        await person.Press("Try another passkey instead");
        await person.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await person.Press("Create passkey");
        await Expect(person.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await inspection.Look("passkey-made");

        await person.Press("Confirm with passkey");
        await person.Page.WaitForURLAsync($"{pair.Url}");
        await Expect(person.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
        await inspection.Look("inbox-empty");

        Assert.Empty(inspection.Findings);
        Assert.Empty(person.Faults);
    }
}
