using Microsoft.Playwright;
using Posta.Protocol.ClientApi;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>A session ends under open pages: nothing of them can be seen, and nothing that was being written is lost.</summary>
public sealed class LockScreenTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task What_the_admin_ends_locks_every_tab_and_one_passkey_opens_all()
    {
        await using var alice = await InThread("Known to us two.");
        var tab = await alice.OpenTab();
        await tab.OpenThread(pair.Address("bob"));
        await Expect(tab.Message("Known to us two.")).ToBeVisibleAsync();
        await alice.Composer.FillAsync("Half a sent");

        await pair.EndSessions();

        await Expect(Lock(alice)).ToBeVisibleAsync();
        await Expect(Lock(tab)).ToBeVisibleAsync();
        await Expect(alice.Message("Known to us two.")).ToBeHiddenAsync();
        await Expect(alice.Page).ToHaveTitleAsync("Locked · posta");
        Assert.DoesNotContain("Known to us two.", await alice.Page.Locator("body").AriaSnapshotAsync(), StringComparison.Ordinal);

        await pair.Write("bob", "alice", "Said while you were locked out.");
        await alice.Press("Unlock with your passkey");

        foreach (var page in new[] { alice, tab })
        {
            await Expect(Lock(page)).ToBeHiddenAsync();
            await Expect(page.Message("Said while you were locked out.")).ToBeVisibleAsync();
            await Expect(page.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        }

        await Expect(alice.Composer).ToHaveValueAsync("Half a sent");
        await Expect(alice.Composer).ToBeFocusedAsync();
        await alice.Composer.PressAsync("Enter");
        await Expect(tab.Message("Half a sent")).ToHaveCountAsync(1);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_message_that_comes_too_late_is_kept_and_sent_once()
    {
        await using var alice = await InThread("Take your time.");
        pair.ChatTime.Shift += TimeSpan.FromMinutes(31);

        await alice.Send("I took it.");

        await Expect(Lock(alice)).ToBeVisibleAsync();
        await alice.Press("Unlock with your passkey");
        await Expect(Lock(alice)).ToBeHiddenAsync();
        await Expect(alice.Page.Locator("#composer-problem")).ToHaveTextAsync("This was not sent, because your session had ended. Send it again.");
        await Expect(alice.Composer).ToHaveValueAsync("I took it.");
        await alice.Press("Send");
        await Expect(alice.Message("I took it.").GetByText("Delivered")).ToBeAttachedAsync();
        Assert.Single(
            await pair.Thread("bob", "alice"),
            message => message.Direction == Direction.Inbound && message.Payload.ToString().Contains("I took it.", StringComparison.Ordinal));
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_click_after_the_end_locks_the_page_too()
    {
        await using var alice = await InThread("One click too many.");
        pair.ChatTime.Shift += TimeSpan.FromDays(8);

        await alice.Conversations.First.ClickAsync();

        await Expect(Lock(alice)).ToBeVisibleAsync();
        Assert.Contains("/c/", alice.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_escape_nor_a_refused_passkey_opens_it()
    {
        await using var alice = await InThread("Still private.");
        await pair.EndSessions();
        await Expect(Lock(alice)).ToBeVisibleAsync();

        for (var times = 0; times < 3; times++) await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Authenticator.RefuseTouch();
        await alice.Press("Unlock with your passkey");

        await Expect(Lock(alice).GetByRole(AriaRole.Alert)).ToContainTextAsync("The passkey step was cancelled or took too long.");
        await Expect(Lock(alice)).ToBeVisibleAsync();
        await Expect(alice.Message("Still private.")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Somebody_else_who_signs_in_does_not_get_the_page()
    {
        await using var alice = await InThread("For alice alone.");
        await using var bob = await Person.SignedUp(chromium, pair, "bob");
        await pair.EndSessions();
        await Expect(Lock(alice)).ToBeVisibleAsync();

        await bob.SignIn();
        await alice.Context.ClearCookiesAsync();
        await alice.Context.AddCookiesAsync((await bob.Context.CookiesAsync()).Select(cookie => new Cookie
        {
            Name = cookie.Name,
            Value = cookie.Value,
            Domain = cookie.Domain,
            Path = cookie.Path,
        }));
        await (await alice.OpenTab()).Open("");

        await alice.Page.WaitForURLAsync($"{pair.Url}");
        await Expect(alice.Page.GetByText(pair.Address("bob").Display).First).ToBeVisibleAsync();
        await Expect(Lock(alice)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Sign_in_leads_back_to_the_page_that_was_locked()
    {
        await using var alice = await InThread("Come back here.");
        var page = alice.Page.Url;
        await pair.EndSessions();

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Go to sign-in" }).ClickAsync();
        await alice.Press("Sign in with a passkey");

        await Expect(alice.Message("Come back here.")).ToBeVisibleAsync();
        Assert.Equal(Uri.UnescapeDataString(page), Uri.UnescapeDataString(alice.Page.Url));
    }

    private static ILocator Lock(Person person) => person.Page.GetByRole(AriaRole.Dialog, new() { Name = "This page is locked" });

    private async Task<Person> InThread(string text)
    {
        await pair.Write("bob", "alice", text);
        var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Conversations.First.ClickAsync();
        await Expect(alice.Message(text)).ToBeVisibleAsync();
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        return alice;
    }
}
