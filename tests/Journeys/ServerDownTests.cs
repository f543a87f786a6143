using Microsoft.Playwright;
using Posta.Protocol.ClientApi;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The user's own posta-server goes away and comes back: nothing that was written is lost or doubled.</summary>
public sealed class ServerDownTests(SignedIn signedIn) : IClassFixture<SignedIn>, IAsyncLifetime
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task What_cannot_be_sent_waits_and_goes_out_once_by_itself_when_the_server_is_back()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await _pair.StopServer();

        await alice.Send("Is anybody there?");
        await Expect(Waiting(alice)).ToHaveTextAsync(["Is anybody there?"]);
        await Expect(alice.Composer).ToHaveValueAsync("");
        await alice.Send("Hello agian?");
        await alice.Send("Forget it.");
        await Expect(Waiting(alice)).ToHaveTextAsync(["Is anybody there?", "Hello agian?", "Forget it."]);
        var inspection = new Inspection(alice);
        await inspection.Look("messages-that-wait");
        Assert.Empty(inspection.Findings);

        var second = alice.Page.Locator(".queue__item").Nth(1);
        await second.GetByText("Edit", new() { Exact = true }).ClickAsync();
        await second.GetByLabel("The message").FillAsync("Hello again?");
        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await alice.Page.Locator(".queue__item").Nth(2).GetByRole(AriaRole.Button, new() { Name = "Don’t send" }).ClickAsync();
        await Expect(Waiting(alice)).ToHaveTextAsync(["Is anybody there?", "Hello again?"]);

        await _pair.StartServer();
        // The pause before chat-posta tries again is up to 30 s by then.
        await Expect(alice.Message("Hello again?")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        await Expect(alice.Message("Is anybody there?")).ToHaveCountAsync(1);
        await Expect(Waiting(alice)).ToHaveCountAsync(0);
        await Expect(alice.Message("Hello again?").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(Problem(alice)).ToBeEmptyAsync();
        await alice.Page.ReloadAsync();
        await Expect(alice.Message("Hello again?")).ToHaveCountAsync(1);
        Assert.Equal(2, (await _pair.Thread("bob", "alice")).Count(message => message.Direction == Direction.Inbound));
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task What_waits_is_there_after_a_reload_and_in_the_other_tab_while_the_server_is_away()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("carol"));
        await using var other = await alice.OpenTab();
        await other.OpenThread(_pair.Address("carol"));
        await Expect(other.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await _pair.StopServer();

        await alice.Send("Kept for later");
        await Expect(Waiting(other)).ToHaveTextAsync(["Kept for later"]);
        await alice.Page.ReloadAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Not sent yet" })).ToBeVisibleAsync();
        await Expect(Waiting(alice)).ToHaveTextAsync(["Kept for later"]);
        var inspection = new Inspection(alice);
        await inspection.Look("messages-that-wait-alone");
        Assert.Empty(inspection.Findings);

        await _pair.StartServer();
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
        await Expect(alice.Message("Kept for later")).ToHaveCountAsync(1);
        await Expect(Waiting(alice)).ToHaveCountAsync(0);
        await Expect(Waiting(other)).ToHaveCountAsync(0);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Pages_say_so_and_work_again_afterwards()
    {
        await _pair.Write("bob", "alice", "Before it went down.");
        await using var alice = await signedIn.Alice();
        await alice.Open("");
        await Expect(alice.Conversations.First).ToBeVisibleAsync();
        await _pair.StopServer();

        await alice.Conversations.First.ClickAsync();
        await Expect(alice.Page.Locator("#pane")).ToContainTextAsync("Couldn't reach your posta-server");
        await Expect(alice.Page.Locator("[data-connection=upstream-down]")).ToContainTextAsync("your server: silent since");
        var answer = await alice.Open("");
        Assert.Equal(502, answer!.Status);
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Couldn't reach your posta-server" })).ToBeVisibleAsync();

        await _pair.StartServer();
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(alice.Conversations.First).ToBeVisibleAsync();
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_page_that_stayed_open_catches_up_by_itself()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await Expect(alice.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();

        await _pair.StopServer();
        await Expect(alice.Page.Locator("[data-connection=upstream-down]")).ToBeVisibleAsync();
        await _pair.StartServer();
        await _pair.Write("bob", "alice", "We are back.");

        // The pause before chat-posta tries again is up to 30 s by then.
        await Expect(alice.Message("We are back.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_named()
    {
        await using var bob = await Person.SignedUp(signedIn.Chromium, _pair, "bob");

        await _pair.RevokeTokens("bob");
        var answer = await bob.Open("");

        Assert.Equal(502, answer!.Status);
        await Expect(bob.Page.GetByRole(AriaRole.Heading, new() { Name = "Your posta-server refused this token" })).ToBeVisibleAsync();
        Assert.Empty(bob.Faults);
    }

    /// <summary>A journey that failed halfway leaves the server to the next one as it found it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_pair.IsServerUp) await _pair.StartServer();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    private static ILocator Waiting(Person person) => person.Page.Locator(".queue__item .bubble");

    private static ILocator Problem(Person person) => person.Page.Locator("#composer-problem");
}
