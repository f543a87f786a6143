using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// Ceremonies that somebody breaks off, at each press of each of them: what was there before goes on, and the same step can
/// be done again. Sign-up and sign-in: <see cref="PasskeyTests"/>, <see cref="SignInTests"/>.
/// </summary>
public sealed class CancelledTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private const string Cancelled = "The passkey step was cancelled or took too long. Nothing was saved; try again when you are ready.";

    [Fact]
    public async Task Adding_a_passkey_can_be_cancelled_at_either_press()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys");
        await alice.Press("Add a passkey");

        await CancelBothPresses(alice);
        await alice.Open("settings/passkeys");
        await Expect(alice.Page.Locator("#passkeys > li")).ToHaveCountAsync(1);

        await alice.Press("Add a passkey");
        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.MakePasskey();
        await Expect(alice.Page.Locator("#passkeys > li")).ToHaveCountAsync(2);
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Recovery_can_be_cancelled_at_either_press_and_the_old_passkey_goes_on_until_the_end()
    {
        await using var old = await Person.SignedUp(chromium, pair, "alice");
        await using var alice = await Person.At(chromium, pair.Url);
        await alice.OpenInvite(await pair.RecoveryLink("alice"));
        await alice.LinkServer(await pair.PairingUri("alice"));

        await CancelBothPresses(alice);
        await old.SignOut();
        await old.SignIn();

        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.Page.ReloadAsync();
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await old.Open("login");
        await old.Press("Sign in with a passkey");
        await Expect(Error(old)).ToContainTextAsync("That passkey didn't work here.");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Who_cancels_after_the_code_is_written_down_finds_the_same_code_and_an_open_invite()
    {
        var users = await pair.CountUsers();
        var invite = await pair.Invite();
        await using var alice = await Person.At(chromium, pair.Url, AuthenticatorKind.WithoutPrf);
        await alice.OpenInvite(invite);
        await alice.LinkServer(await pair.PairingUri("alice"));
        await alice.Confirm();
        await alice.Press("Create passkey");
        await alice.Press("Go on with an unlock code");
        var code = await alice.ReadUnlockCode();

        await alice.Authenticator.RefuseTouch();
        await alice.Press("I have written it down");
        await Expect(Error(alice)).ToHaveTextAsync(Cancelled);
        Assert.Equal((users, code), (await pair.CountUsers(), await alice.ReadUnlockCode()));

        await using var elsewhere = await Person.At(chromium, pair.Url);
        await elsewhere.SignUp(invite, await pair.PairingUri("alice"));
    }

    /// <summary>On a device of its own for each press: one whose holder refused locks itself.</summary>
    private static async Task CancelBothPresses(Person person)
    {
        await person.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await person.Authenticator.RefuseTouch();
        await person.Press("Create passkey");
        await Expect(Error(person)).ToHaveTextAsync(Cancelled);

        await person.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await person.Press("Create passkey");
        await Expect(person.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await person.Authenticator.RefuseTouch();
        await person.Press("Confirm with passkey");
        await Expect(Error(person)).ToHaveTextAsync(Cancelled);
    }

    private static ILocator Error(Person person) => person.Page.Locator("[data-error]");
}
