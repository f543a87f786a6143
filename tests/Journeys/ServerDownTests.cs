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
    public async Task A_message_that_cannot_be_sent_stays_and_goes_out_once_when_the_server_is_back()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        await _pair.StopServer();

        await alice.Send("Is anybody there?");
        await Expect(Problem(alice)).ToHaveTextAsync("Couldn't reach your posta-server. Check that it is running, then try again.");
        await Expect(alice.Composer).ToHaveValueAsync("Is anybody there?");
        await Expect(alice.Message("Is anybody there?")).ToHaveCountAsync(0);

        await _pair.StartServer();
        await alice.Composer.PressAsync("Enter");
        await Expect(alice.Message("Is anybody there?")).ToHaveCountAsync(1);
        await Expect(alice.Message("Is anybody there?").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(Problem(alice)).ToBeEmptyAsync();
        await Expect(alice.Composer).ToHaveValueAsync("");
        Assert.Single(await _pair.Thread("bob", "alice"), message => message.Direction == Direction.Inbound);
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Pages_say_so_and_work_again_afterwards()
    {
        await _pair.Write("bob", "alice", "Before it went down.");
        await using var alice = await signedIn.Alice();
        await alice.Open("");
        await Expect(alice.Conversations).ToHaveCountAsync(1);
        await _pair.StopServer();

        await alice.Conversations.First.ClickAsync();
        await Expect(alice.Page.Locator("#pane")).ToContainTextAsync("Couldn't reach your posta-server");
        await Expect(alice.Page.Locator("[data-connection=upstream-down]")).ToContainTextAsync("your server: silent since");
        var answer = await alice.Open("");
        Assert.Equal(502, answer!.Status);
        await Expect(alice.Page.GetByRole(AriaRole.Heading, new() { Name = "Couldn't reach your posta-server" })).ToBeVisibleAsync();

        await _pair.StartServer();
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(alice.Conversations).ToHaveCountAsync(1);
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

    private static ILocator Problem(Person person) => person.Page.Locator("#composer-problem");
}
