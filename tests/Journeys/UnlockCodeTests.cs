using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Passkeys that say who is there and don't unlock (security.md §2.4), and the code on paper that does.</summary>
public sealed class UnlockCodeTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Somebody_without_prf_signs_up_and_in_with_the_code_on_paper()
    {
        await using var alice = await Person.At(chromium, pair.Url, AuthenticatorKind.WithoutPrf);
        var code = await SignUpWithCode(alice);

        await alice.SignOut();
        await alice.Press("Sign in with a passkey");
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("Your unlock code, please");
        await alice.TypeUnlockCode(code[..^1] + (code[^1] == 'A' ? 'B' : 'A'));
        await Expect(alice.Page.Locator("[data-error]")).ToContainTextAsync("That isn't your unlock code.");
        await alice.TypeUnlockCode(code.ToLowerInvariant().Replace('-', ' '));

        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await Expect(alice.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_passkey_that_gives_another_key_than_before_is_named_and_the_code_opens()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Open("settings/passkeys");
        var code = await alice.MakeUnlockCode();
        await alice.SignOutFrom("");
        await pair.SpoilWraps();

        await alice.Press("Sign in with a passkey");
        await alice.TypeUnlockCode(code);

        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Without_a_code_another_key_is_named_and_nothing_opens()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.SignOut();
        await pair.SpoilWraps();

        await alice.Press("Sign in with a passkey");

        await Expect(alice.Page.Locator("[data-error]")).ToContainTextAsync("it gave another unlock key than before");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task The_code_step_works_with_a_restart_between_each_step()
    {
        var invite = await pair.Invite();
        await using var alice = await Person.At(chromium, pair.Url, AuthenticatorKind.WithoutPrf);
        await alice.OpenInvite(invite);
        await alice.LinkServer(await pair.PairingUri("alice"));
        await alice.Confirm();
        await pair.RestartChat();
        await alice.Press("Create passkey");
        await Expect(alice.Page.Locator("[data-error]")).ToHaveTextAsync("This sign-up has timed out or its invite was used. Open your invite link again.");

        await alice.Page.GotoAsync("about:blank");
        var code = await SignUpWithCode(alice, invite);
        await alice.SignOut();
        await alice.Press("Sign in with a passkey");
        await Expect(alice.Page.Locator("h1")).ToHaveTextAsync("Your unlock code, please");
        await pair.RestartChat();
        await alice.TypeUnlockCode(code);
        await Expect(alice.Page.Locator("[data-error]")).ToContainTextAsync("Sign in with your passkey once more.");
        await alice.Press("Sign in with a passkey");
        await alice.TypeUnlockCode(code);

        await alice.Page.WaitForURLAsync($"{pair.Url}");
    }

    [Fact]
    public async Task A_second_tab_that_begins_the_step_again_costs_nothing()
    {
        await using var alice = await Person.At(chromium, pair.Url);
        await alice.OpenInvite(await pair.Invite());
        await alice.LinkServer(await pair.PairingUri("alice"));
        await alice.Confirm();
        await alice.Press("Create passkey");
        await Expect(alice.Page.GetByText("Your passkey is made.")).ToBeVisibleAsync();
        await alice.Context.APIRequest.PostAsync($"{pair.Url}register/passkey/options", new() { Headers = [new("Sec-Fetch-Site", "same-origin")] });

        await alice.Press("Confirm with passkey");
        await Expect(alice.Page.Locator("[data-error]")).ToHaveTextAsync("This step took too long, or was begun again in another tab. Reload this page to go on.");

        await alice.Page.ReloadAsync();
        await alice.MakePasskey();
        await alice.Page.WaitForURLAsync($"{pair.Url}");
    }

    private async Task<string> SignUpWithCode(Person person, string? invite = null)
    {
        await person.OpenInvite(invite ?? await pair.Invite());
        await person.LinkServer(await pair.PairingUri("alice"));
        await person.Confirm();
        await person.Press("Create passkey");
        await person.Press("Go on with an unlock code");
        var code = await person.ReadUnlockCode();
        await person.Press("I have written it down");
        await person.Page.WaitForURLAsync($"{pair.Url}");
        return code;
    }
}
