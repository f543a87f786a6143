using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Passkeys that open nothing read the same, whatever is wrong with them (chat.md §3).</summary>
public sealed class SignInTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private const string Refused = "That passkey didn't work here. Try again, or use another one.";

    // As an attacker's page would: the browser signs for the page's own origin, whatever challenge it is handed.
    private const string SignHere =
        """
        async options => {
          const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
          const credential = await navigator.credentials.get({ publicKey });
          return JSON.stringify({ credential: credential.toJSON(), unlockKey: null });
        }
        """;

    // A virtual device chooses at once. Somebody who only looks at the list leaves it waiting, until it is taken away.
    private const string NobodyChooses =
        """
        const get = navigator.credentials.get.bind(navigator.credentials);
        navigator.credentials.get = options => options.mediation === "conditional"
          ? new Promise((_, end) => options.signal.addEventListener("abort", () => end(options.signal.reason)))
          : get(options);
        """;

    [Fact]
    public async Task An_unknown_passkey_is_refused()
    {
        await using var guest = await Person.At(chromium, pair.Url);
        await guest.Authenticator.AddPasskey("localhost");
        await guest.Open("login");

        var answer = await guest.Page.RunAndWaitForResponseAsync(
            () => guest.Press("Sign in with a passkey"), response => response.Url.EndsWith("/login/finish", StringComparison.Ordinal));

        Assert.Equal(401, answer.Status);
        await Expect(guest.Page.Locator("[data-error]")).ToHaveTextAsync(Refused);
        await Expect(guest.Page.GetByText("Sign in with a passkey")).ToBeEnabledAsync();
        Assert.Empty(guest.Faults);
    }

    [Fact]
    public async Task A_passkey_used_on_another_origin_is_refused()
    {
        await using var elsewhere = new Pair();
        await elsewhere.InitializeAsync();
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.SignOut();
        var options = await (await alice.Context.APIRequest.PostAsync($"{pair.Url}login/options")).TextAsync();

        // Another port of the same host shares the RP ID, so the browser offers alice's passkey there, too.
        await alice.Page.GotoAsync($"{elsewhere.Url}login");
        var signed = await alice.Page.EvaluateAsync<string>(SignHere, options);
        var answer = await alice.Context.APIRequest.PostAsync(
            $"{pair.Url}login/finish", new() { DataString = signed, Headers = [new("Content-Type", "application/json")] });

        Assert.Equal(401, answer.Status);
        Assert.Equal(Refused, (await answer.JsonAsync())!.Value.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_cancelled_sign_in_can_be_tried_again()
    {
        await using var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.SignOut();

        await alice.Authenticator.RefuseTouch();
        await alice.Press("Sign in with a passkey");

        await Expect(alice.Page.Locator("[data-error]")).ToContainTextAsync("The passkey step was cancelled or took too long.");
        await Expect(alice.Page.GetByText("Sign in with a passkey")).ToBeEnabledAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_browser_that_lists_passkeys_signs_in_without_the_button()
    {
        await using var alice = await SignedUpWithList();

        // The list of the page before is given up first: two pages that sign in at once take each other's challenge away.
        await alice.Page.GotoAsync("about:blank");
        await alice.Authenticator.SetPresent(true);
        await alice.Open("login");

        await Expect(alice.Conversations.Or(alice.Page.GetByText("No conversations yet")).First).ToBeVisibleAsync();
        Assert.Equal(pair.Url.AbsoluteUri, alice.Page.Url);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_browser_that_chooses_by_itself_is_not_asked_for_ever()
    {
        await using var guest = await Person.At(chromium, pair.Url, listsPasskeys: true);
        await guest.Authenticator.AddPasskey("localhost");
        await guest.Open("login");

        await Expect(guest.Page.GetByLabel("Or let this browser list your passkeys")).ToBeHiddenAsync();

        await Expect(guest.Page.Locator("[data-error]")).ToHaveTextAsync(Refused);
        Assert.Equal(3, guest.Requests.Count(request => request.AbsolutePath == "/login/finish"));
        Assert.Empty(guest.Faults);
    }

    [Fact]
    public async Task The_button_takes_over_from_the_list()
    {
        await using var alice = await Person.At(chromium, pair.Url, listsPasskeys: true);
        await alice.SignUp(await pair.Invite(), await pair.PairingUri("alice"));
        await alice.Page.AddInitScriptAsync(NobodyChooses);
        await alice.SignOut();
        await Expect(alice.Page.GetByLabel("Or let this browser list your passkeys")).ToBeVisibleAsync();

        await alice.Press("Sign in with a passkey");

        await alice.Page.WaitForURLAsync($"{pair.Url}");
        Assert.Empty(alice.Faults);
    }

    private async Task<Person> SignedUpWithList()
    {
        var alice = await Person.At(chromium, pair.Url, listsPasskeys: true);
        await alice.SignUp(await pair.Invite(), await pair.PairingUri("alice"));
        await alice.Authenticator.SetPresent(false);
        await alice.SignOut();
        return alice;
    }
}
