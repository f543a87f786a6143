using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// chat-posta is restarted between any two steps: it has forgotten what was under way, says so, and the way from the start is
/// open. Sessions and accounts go on.
/// </summary>
public sealed class RestartTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private const string TimedOut = "This sign-up has timed out or its invite was used. Open your invite link again.";

    [Fact]
    public async Task Between_any_two_steps_of_a_sign_up_the_invite_is_as_good_as_before()
    {
        var (users, invite) = (await pair.CountUsers(), await pair.Invite());
        await using var alice = await Person.At(chromium, pair.Url);

        await alice.OpenInvite(invite);
        await pair.RestartChat();
        await alice.LinkServer(await pair.PairingUri("alice"));
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("This sign-up has timed out");

        await OpenAgain(alice, invite);
        await alice.LinkServer(await pair.PairingUri("alice"));
        await Expect(alice.Page.GetByText("Is this you?")).ToBeVisibleAsync();
        await pair.RestartChat();
        await alice.Confirm();
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("This sign-up has timed out");

        await ToPasskey(alice, invite);
        await pair.RestartChat();
        await alice.Press("Create passkey");
        await Expect(Error(alice)).ToHaveTextAsync(TimedOut);

        await ToPasskey(alice, invite);
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await pair.RestartChat();
        await alice.Press("Confirm with passkey");
        await Expect(Error(alice)).ToHaveTextAsync(TimedOut);
        Assert.Equal(users, await pair.CountUsers());

        await ToPasskey(alice, invite);
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Equal(users + 1, await pair.CountUsers());
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Between_the_steps_of_adding_a_passkey_the_session_goes_on()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys");
        await pair.RestartChat();
        await alice.Press("Add a passkey");
        await alice.Authenticator.Replace(AuthenticatorKind.SecurityKey);
        await pair.RestartChat();
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await pair.RestartChat();
        await alice.Press("Confirm with passkey");
        await Expect(Error(alice)).ToContainTextAsync("Go back to your passkeys and begin again.");

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Back to your passkeys" }).ClickAsync();
        await Expect(alice.Page.Locator("#passkeys > li")).ToHaveCountAsync(1);
        await alice.Press("Add a passkey");
        await alice.MakePasskey();

        await Expect(alice.Page.Locator("#passkeys > li")).ToHaveCountAsync(2);
        await alice.SignOutFrom("");
        await alice.SignIn();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Between_the_steps_of_a_recovery_its_link_is_as_good_as_before()
    {
        await using var old = await Person.SignedUp(chromium, pair, "alice");
        await using var alice = await Person.At(chromium, pair.Url, AuthenticatorKind.SecurityKey);
        var link = await pair.RecoveryLink("alice");

        await alice.OpenInvite(link);
        await pair.RestartChat();
        await alice.LinkServer(await pair.PairingUri("alice"));
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("This sign-up has timed out");

        await OpenAgain(alice, link);
        await alice.LinkServer(await pair.PairingUri("alice"));
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await pair.RestartChat();
        await alice.Press("Confirm with passkey");
        await Expect(Error(alice)).ToHaveTextAsync(TimedOut);
        await old.Open("");
        await Expect(old.Page.GetByText("No conversations yet")).ToBeVisibleAsync();

        await OpenAgain(alice, link);
        await alice.LinkServer(await pair.PairingUri("alice"));
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await alice.SignOut();
        await alice.SignIn();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Between_question_and_answer_of_a_sign_in_the_passkey_is_asked_for_once_more()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.SignOut();
        await pair.RestartChat();
        var answer = await Held.At(alice.Page, "/login/finish");
        await alice.Press("Sign in with a passkey");
        await answer.Begun;

        await pair.RestartChat();
        answer.Release();

        await Expect(Error(alice)).ToHaveTextAsync("That passkey didn't work here. Try again, or use another one.");
        await alice.Press("Sign in with a passkey");
        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await pair.RestartChat();
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Before_an_unlock_code_counts_its_owner_is_told_that_it_does_not()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys");
        await alice.Press("Make an unlock code");
        await alice.ReadUnlockCode();
        await pair.RestartChat();

        await alice.Press("I have written it down");

        await Expect(alice.Page.GetByText("throw away what you wrote down")).ToBeVisibleAsync();
        await alice.MakeUnlockCode();
        Assert.Empty(alice.Faults);
    }

    private async Task ToPasskey(Person person, string invite)
    {
        await OpenAgain(person, invite);
        await person.LinkServer(await pair.PairingUri("alice"));
        await person.Confirm();
    }

    /// <summary>From elsewhere: a link that differs in its fragment only would not load the page again.</summary>
    private static async Task OpenAgain(Person person, string link)
    {
        await person.Page.GotoAsync("about:blank");
        await person.OpenInvite(link);
    }

    private static ILocator Error(Person person) => person.Page.Locator("[data-error]");
}
