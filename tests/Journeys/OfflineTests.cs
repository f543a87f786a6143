using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Without a network there is a page of ours that says so (chat.md §7), and nothing else is kept for it.</summary>
public sealed class OfflineTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_page_that_cannot_be_had_says_so_and_comes_back_with_the_network()
    {
        await _pair.Write("bob", "alice", "Back on the train.");
        await using var alice = await AtHome();
        await alice.Context.SetOfflineAsync(true);

        await alice.Conversations.First.EvaluateAsync("link => location.assign(link.href)");
        await Expect(Offline(alice)).ToBeVisibleAsync();
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(Offline(alice)).ToBeVisibleAsync();

        var inspection = new Inspection(alice);
        await inspection.Look("offline");
        await alice.Context.SetOfflineAsync(false);
        await Expect(alice.Message("Back on the train.")).ToBeVisibleAsync();
        Assert.Empty(inspection.Findings);
        // The browser notes each request that it could not send; a violation of the policy would stand there, too.
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task What_it_keeps_is_the_same_for_everybody_and_of_this_build_only()
    {
        await using var alice = await signedIn.Alice();
        await alice.Open("settings");
        await alice.Page.EvaluateAsync("() => caches.open('offline-of-an-older-build')");

        await alice.Open("");
        await WorkerRules(alice);
        await alice.OpenThread(_pair.Address("bob"));
        await alice.Send("Nothing of this is kept.");
        await Expect(alice.Message("Nothing of this is kept.")).ToBeVisibleAsync();

        var kept = await alice.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const entries = [];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) entries.push(`${name.split('-')[0]} ${new URL(request.url).pathname.replace(/[0-9a-f]{12}/, 'hash')}`);
              return entries.sort();
            }
            """);
        Assert.Equal(["offline /assets/hash/app.css", "offline /assets/hash/offline.js", "offline /offline"], kept);
        Assert.Equal(1, await alice.Page.EvaluateAsync<int>("async () => (await caches.keys()).length"));
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task Signing_out_takes_it_along()
    {
        await using var alice = await Person.SignedUp(signedIn.Chromium, _pair, "bob");
        await alice.Open("");
        await WorkerRules(alice);

        await alice.SignOut();

        Assert.Equal(0, await alice.Page.EvaluateAsync<int>("async () => (await caches.keys()).length + (await navigator.serviceWorker.getRegistrations()).length"));
        Assert.Empty(alice.Faults);
    }

    private static ILocator Offline(Person person) =>
        person.Page.GetByRole(AriaRole.Heading, new() { Name = "You are offline" });

    private async Task<Person> AtHome()
    {
        var alice = await signedIn.Alice();
        await alice.Open("");
        await WorkerRules(alice);
        return alice;
    }

    /// <summary>It does from the first page on that is opened after it has settled in.</summary>
    private static async Task WorkerRules(Person person)
    {
        await person.Page.EvaluateAsync("() => navigator.serviceWorker.ready.then(({ active }) => active.state === 'activated' || new Promise(done => active.addEventListener('statechange', done)))");
        await person.Page.ReloadAsync();
    }
}
