using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Passkeys that don't come about: no account is made, and the invite is as good as before.</summary>
public sealed class PasskeyTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private const string Cancelled = "The passkey step was cancelled or took too long. Nothing was saved; try again when you are ready.";

    [Fact]
    public async Task Cancelling_at_either_press_costs_nothing()
    {
        var users = await pair.CountUsers();
        await using var alice = await AtPasskeyStep(await pair.Invite(), AuthenticatorKind.WithPrf);

        await alice.Authenticator.RefuseTouch();
        await alice.Press("Create passkey");
        await Expect(Error(alice)).ToHaveTextAsync(Cancelled);

        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await alice.Authenticator.RefuseTouch();
        await alice.Press("Confirm with passkey");
        await Expect(Error(alice)).ToHaveTextAsync(Cancelled);
        Assert.Equal(users, await pair.CountUsers());

        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.Page.ReloadAsync();
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Equal(users + 1, await pair.CountUsers());
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_cancelled_invite_still_opens_on_another_device()
    {
        var invite = await pair.Invite();
        await using var phone = await AtPasskeyStep(invite, AuthenticatorKind.WithPrf);
        await phone.Authenticator.RefuseTouch();
        await phone.Press("Create passkey");
        await Expect(Error(phone)).ToHaveTextAsync(Cancelled);

        await using var laptop = await Person.At(chromium, pair.Url);
        await laptop.SignUp(invite, await pair.PairingUri("alice"));

        await phone.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await phone.MakePasskey();
        await Expect(Error(phone)).ToHaveTextAsync("This sign-up has timed out or its invite was used. Open your invite link again.");
    }

    [Fact]
    public async Task An_authenticator_without_prf_is_told_so_before_the_invite_is_spent()
    {
        var users = await pair.CountUsers();
        var invite = await pair.Invite();
        await using var alice = await AtPasskeyStep(invite, AuthenticatorKind.WithoutPrf);

        await alice.Press("Create passkey");

        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("This passkey needs a code beside it");
        await Expect(alice.Page.GetByText("Your invite is still good.")).ToBeVisibleAsync();
        await Expect(alice.Page.Locator(".advice__here")).ToContainTextAsync("On your Linux:");
        Assert.Equal(users, await pair.CountUsers());
        Assert.Empty(alice.Complaints);

        await using var better = await Person.At(chromium, pair.Url);
        await better.SignUp(invite, await pair.PairingUri("alice"));
        Assert.Equal(users + 1, await pair.CountUsers());
    }

    [Fact]
    public async Task Another_passkey_can_be_tried_in_the_same_sign_up()
    {
        await using var alice = await AtPasskeyStep(await pair.Invite(), AuthenticatorKind.WithoutPrf);
        await alice.Press("Create passkey");
        await alice.Page.GetByText("On other devices").ClickAsync();
        await Expect(alice.Page.GetByText("A YubiKey 5 with firmware 5.2 or newer")).ToBeVisibleAsync();

        await alice.Press("Try another passkey");
        await Expect(alice.Page.GetByText("Create passkey")).ToBeVisibleAsync();
        Assert.Equal(0, await alice.Authenticator.CountPasskeys());

        await alice.Authenticator.Replace(AuthenticatorKind.WithPrf);
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_security_key_that_gives_its_key_at_the_second_press_opens_the_account_and_signs_in()
    {
        await using var alice = await AtPasskeyStep(await pair.Invite(), AuthenticatorKind.SecurityKey);

        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await alice.SignOut();
        await alice.SignIn();

        Assert.Empty(alice.Faults);
    }

    private async Task<Person> AtPasskeyStep(string invite, AuthenticatorKind kind)
    {
        var person = await Person.At(chromium, pair.Url, kind);
        await person.OpenInvite(invite);
        await person.LinkServer(await pair.PairingUri("alice"));
        await person.Confirm();
        return person;
    }

    private static ILocator Error(Person person) => person.Page.Locator("[data-error]");
}
