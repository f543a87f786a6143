using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>After the session is over, nothing private is left in any tab.</summary>
public sealed class SignedOutTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task The_back_button_shows_nothing_private()
    {
        await using var alice = await InThread("A secret between us two.");

        await alice.SignOut();
        await alice.Page.GoBackAsync();

        await Expect(alice.Page.GetByText("Sign in with a passkey")).ToBeVisibleAsync();
        await Expect(alice.Page.GetByText("A secret between us two.")).ToHaveCountAsync(0);
        Assert.StartsWith($"{pair.Url}login", alice.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_takes_the_other_tab_along()
    {
        await using var alice = await InThread("Seen in two tabs.");
        var tab = await alice.OpenTab();
        await tab.OpenThread(pair.Address("bob"));
        await Expect(tab.Message("Seen in two tabs.")).ToBeVisibleAsync();

        await alice.SignOut();

        await tab.Page.WaitForURLAsync($"{pair.Url}login");
    }

    [Fact]
    public async Task A_page_that_signs_out_asks_for_nothing_more()
    {
        await using var alice = await InThread("The last word.");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var isAsked = new TaskCompletionSource();
        await alice.Page.RouteAsync("**/logout", async route =>
        {
            var answer = await route.FetchAsync(new() { MaxRedirects = 0 });
            await isAsked.Task;
            await route.FulfillAsync(new() { Response = answer });
        });
        await alice.Page.RouteAsync("**/healthz", async route =>
        {
            isAsked.SetResult();
            await route.ContinueAsync();
        });
        // As soon as the session is over, whatever may bring the stream back is told to.
        await alice.Page.EvaluateAsync(
            """
            () => document.addEventListener('submit', async () => {
              while ((await fetch('/session')).status !== 401);
              dispatchEvent(new Event('online'));
              htmx.ajax('GET', '/sidebar', '#sidebar');
              fetch('/healthz');
            })
            """);

        await alice.SignOut();

        var asked = alice.Requests.Select(request => request.AbsolutePath).ToList();
        Assert.DoesNotContain(asked.Skip(asked.LastIndexOf("/session")), path => path is "/events" or "/sidebar");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_fragment_without_a_session_leads_to_sign_in()
    {
        await using var alice = await InThread("Before the cookie went.");
        // Nothing is under way any more that would lead to sign-in by itself.
        await Expect(alice.Page.Locator(".badge")).ToHaveCountAsync(0);
        await alice.Open("");
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();

        await alice.Context.ClearCookiesAsync();
        var answer = await alice.Page.RunAndWaitForResponseAsync(
            () => alice.Conversations.First.ClickAsync(), response => response.Url.Contains("/c/", StringComparison.Ordinal));

        Assert.Equal(401, answer.Status);
        await alice.Page.WaitForURLAsync($"{pair.Url}login");
        await Expect(alice.Page.GetByText("Sign in with a passkey")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_message_sent_without_a_session_is_given_back()
    {
        await using var alice = await InThread("Still signed in.");

        await alice.Context.ClearCookiesAsync();
        await alice.Send("Too late.");

        await Expect(alice.Page.Locator("#composer-problem")).ToHaveTextAsync("You are signed out. Copy your text, then sign in again.");
        await Expect(alice.Composer).ToHaveValueAsync("Too late.");
    }

    private async Task<Person> InThread(string text)
    {
        await pair.Write("bob", "alice", text);
        var alice = await Person.SignedUp(chromium, pair, "alice");
        await alice.Conversations.First.ClickAsync();
        await Expect(alice.Message(text)).ToBeVisibleAsync();
        return alice;
    }
}
