using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>
/// A trigger comes once. What it is about may be fetched late, in another order than it was asked for, or not at all; in the end
/// the page shows what there is (chat.md §6).
/// </summary>
public sealed class LateAnswerTests(LateAnswerTests.Inbox inbox) : IClassFixture<LateAnswerTests.Inbox>
{
    private readonly Pair _pair = inbox.SignedIn.Pair;

    [Theory]
    [InlineData("/rows")]
    [InlineData("/sidebar")]
    public async Task What_could_not_be_fetched_is_fetched_when_it_can_be(string part)
    {
        await using var alice = await AtBob();
        await Quiet(alice);
        var failed = new TaskCompletionSource();
        await alice.Page.RouteAsync($"**{part}", route => failed.TrySetResult() ? route.AbortAsync() : route.ContinueAsync());

        await _pair.Write("bob", "alice", $"Did you hear that at {part}?");
        await failed.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await Expect(alice.Message($"Did you hear that at {part}?")).ToBeVisibleAsync();
        await Expect(alice.Conversations.First).ToContainTextAsync($"Did you hear that at {part}?");
        // htmx notes the request that failed.
        Assert.DoesNotContain(alice.Faults, fault => !fault.Contains("htmx:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_comes_after_the_click_leaves_the_conversation_that_was_opened()
    {
        await ReadAllOf("carol");
        await using var alice = await AtBob();
        await Quiet(alice);
        var list = await Held.AnswerAt(alice.Page, "/sidebar");
        await _pair.Write("bob", "alice", "The list is on its way.");
        await list.Begun;

        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await Expect(alice.Page.Locator("#peer")).ToHaveTextAsync("Carol");
        list.Release();

        await Expect(alice.Conversations.First).ToContainTextAsync("The list is on its way.");
        await Expect(alice.Page.Locator("#peer")).ToHaveTextAsync("Carol");
        await Expect(alice.Page.Locator(".conversation[aria-current]")).ToContainTextAsync("Carol");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Of_two_clicks_the_later_one_counts_whichever_is_answered_first()
    {
        await using var alice = await AtBob();
        var thread = await Held.AnswerAt(alice.Page, $"/c/{Uri.EscapeDataString(_pair.Address("carol").Canonical)}");
        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await thread.Begun;

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "New conversation" }).First.ClickAsync();
        await Expect(alice.Page.Locator("#pane h1")).ToHaveTextAsync("New conversation");
        thread.Release();

        await Expect(alice.Page.Locator(".htmx-request")).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator("#pane h1")).ToHaveTextAsync("New conversation");
        Assert.EndsWith("/new", alice.Page.Url, StringComparison.Ordinal);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_click_that_is_never_answered_leads_there_as_a_page_after_a_while()
    {
        await using var alice = await AtBob();
        // The page's own limit, shortened: what follows from it is the browser's and ours.
        var limit = await alice.Page.EvaluateAsync<int>(
            """
            () => { document.addEventListener('htmx:beforeSend', ({ detail }) => { document.limit = detail.xhr.timeout; detail.xhr.timeout = 300; });
                    return htmx.config.timeout; }
            """);
        var thread = await Held.At(alice.Page, $"/c/{Uri.EscapeDataString(_pair.Address("carol").Canonical)}");
        var page = alice.Page.WaitForRequestAsync(request => request.IsNavigationRequest);
        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await thread.Begun;
        Assert.Equal((0, 30_000), (limit, await alice.Page.EvaluateAsync<int>("document.limit")));
        await page;
        thread.Release();

        await Expect(alice.Page.Locator("#peer")).ToHaveTextAsync("Carol");
        await Expect(alice.Message("Hello from Carol.")).ToBeVisibleAsync();
        // htmx notes the request that was given up.
        Assert.All(alice.Faults, fault => Assert.Contains("htmx:timeout", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_click_that_fails_leads_there_as_a_page_although_the_list_was_renewed_meanwhile()
    {
        await using var alice = await AtBob();
        TaskCompletionSource begun = new(), renewed = new();
        await alice.Page.RouteAsync($"**/c/{Uri.EscapeDataString(_pair.Address("carol").Canonical)}", async route =>
        {
            if (!begun.TrySetResult())
            {
                await route.ContinueAsync();
                return;
            }

            await renewed.Task;
            await route.AbortAsync();
        });
        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await _pair.Write("bob", "alice", "The list is another one now.");
        await Expect(alice.Conversations.First).ToContainTextAsync("The list is another one now.");
        renewed.SetResult();

        await Expect(alice.Page.Locator("#peer")).ToHaveTextAsync("Carol");
    }

    [Fact]
    public async Task What_arrives_while_a_conversation_is_on_its_way_is_in_it()
    {
        await using var alice = await AtBob();
        var thread = await Held.AnswerAt(alice.Page, $"/c/{Uri.EscapeDataString(_pair.Address("carol").Canonical)}");
        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await thread.Begun;

        await _pair.Write("carol", "alice", "Here I am.");
        await Expect(alice.Conversations.First).ToContainTextAsync("Here I am.");
        thread.Release();

        await Expect(alice.Message("Here I am.")).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task What_arrives_while_two_clicks_are_on_their_way_is_in_what_the_later_one_opens()
    {
        await using var alice = await AtBob();
        var first = await Held.AnswerAt(alice.Page, "/new");
        var second = await Held.AnswerAt(alice.Page, $"/c/{Uri.EscapeDataString(_pair.Address("carol").Canonical)}");
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "New conversation" }).First.ClickAsync();
        await first.Begun;
        await alice.Conversations.Filter(new() { HasText = "Carol" }).ClickAsync();
        await second.Begun;

        await _pair.Write("carol", "alice", "You are quick.");
        await Expect(alice.Conversations.First).ToContainTextAsync("You are quick.");
        first.Release();
        second.Release();

        await Expect(alice.Message("You are quick.")).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task What_arrives_while_a_page_waits_for_its_scripts_is_shown_in_it()
    {
        await using var alice = await AtBob();
        var second = await alice.OpenTab();
        var script = await Held.At(second.Page, "/keyboard.js");
        await second.Page.GotoAsync(alice.Page.Url, new() { WaitUntil = WaitUntilState.Commit });
        await script.Begun;
        await second.Page.EvaluateAsync("() => import(document.querySelector('script[src$=\"/live.js\"]').src).then(() => {})");

        await _pair.Write("bob", "alice", "Are your scripts there?");
        await Expect(alice.Message("Are your scripts there?")).ToBeVisibleAsync();
        script.Release();

        await Expect(second.Message("Are your scripts there?")).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task An_answer_to_a_send_that_comes_late_takes_nothing_back()
    {
        await using var alice = await AtBob();
        var answer = await Held.AnswerAt(alice.Page, "/messages");
        await alice.Send("Sent first.");
        await answer.Begun;

        // The last of a cluster carries the mark: by the answer that is held, it is still the first one.
        await _pair.Write("alice", "bob", "Sent next, from another device.");
        await Expect(alice.Message("Sent next, from another device.").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(alice.Message("Sent first.")).Not.ToHaveClassAsync(new Regex("msg--last"));
        await Expect(alice.Page.Locator(".htmx-request")).ToHaveCountAsync(0);
        var key = await Key(alice).InputValueAsync();
        answer.Release();

        await Expect(Key(alice)).Not.ToHaveValueAsync(key);
        await Expect(alice.Message("Sent first.")).Not.ToHaveClassAsync(new Regex("msg--last"));
        await Expect(alice.Message("Sent first.")).ToHaveCountAsync(1);
        Assert.Empty(alice.Faults);
    }

    /// <summary>What came of opening the page is over: its first updates, and the read mark.</summary>
    private static async Task Quiet(Person alice)
    {
        await Expect(alice.Conversations.Filter(new() { HasText = "Bob" }).Locator(".badge")).ToHaveCountAsync(0);
        await Expect(alice.Page.Locator(".htmx-request")).ToHaveCountAsync(0);
    }

    private async Task ReadAllOf(string peer) =>
        await (await _pair.Device("alice")).MarkRead(_pair.Address(peer), (await _pair.Thread("alice", peer))[0].RowId, default);

    /// <summary>The answer to a send brings another one along.</summary>
    private static ILocator Key(Person alice) => alice.Page.Locator("#composer-state input[name=key]");

    private async Task<Person> AtBob()
    {
        await _pair.Write("bob", "alice", "Hello from Bob.");
        var alice = await inbox.SignedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        return alice;
    }

    /// <summary>Alice's, with a second conversation beside the one that is open.</summary>
    public sealed class Inbox(Chromium chromium) : IAsyncLifetime
    {
        public SignedIn SignedIn { get; } = new(chromium);

        public async ValueTask InitializeAsync()
        {
            await SignedIn.InitializeAsync();
            await SignedIn.Pair.Add("carol", "Carol");
            await SignedIn.Pair.Write("carol", "alice", "Hello from Carol.");
        }

        public ValueTask DisposeAsync() => SignedIn.DisposeAsync();
    }
}
