using System.Net;
using System.Text;
using ChatPosta.Threads;
using Microsoft.Playwright;
using Posta.Protocol.Payloads;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Hostile words in a real browser: none of them runs, and the content policy has nothing to refuse.</summary>
public sealed class DefenceTextTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private const int Bodies = 20_000;

    private const string HasHappened = $"() => '{HostileText.Canary}' in window";

    [Fact]
    public async Task What_a_peer_sends_is_shown_as_it_was_written()
    {
        var texts = HostileText.All.Where((_, number) => number % 3 == 0).ToArray();
        await signedIn.Pair.Write("alice", "bob", "Hei!");
        await signedIn.Pair.Write("bob", "alice", texts);
        await signedIn.Pair.Write("bob", "alice", texts.Take(40).Select(text => new LinkPayload("https://nobody.localhost:9/x.png", "image/png", Name: text, Alt: text)));
        await using var alice = await signedIn.Alice(WithoutWorker);

        await alice.OpenThread(signedIn.Pair.Address("bob"));
        var older = alice.Page.GetByText("Load older");
        while (await older.CountAsync() > 0)
        {
            var before = await alice.Messages.CountAsync();
            await older.First.ClickAsync();
            await Eventually.True(async () => await alice.Messages.CountAsync() > before, TimeSpan.FromSeconds(30));
        }

        Assert.Equal(texts.Length + 41, await alice.Messages.CountAsync());
        await AssertNothingHappened(alice);
    }

    [Fact]
    public async Task A_hundred_thousand_texts_of_chance_are_nothing_but_text()
    {
        await using var alice = await signedIn.Alice(WithoutWorker);
        var policy = (await alice.Open("new"))!.Headers["content-security-policy"];
        var texts = HostileText.Fuzz(seed: 7).GetEnumerator();

        for (var page = 0; page < 5; page++)
        {
            // Hidden, because laying out a page of so many lines takes minutes, and what runs runs while it is parsed.
            var html = new StringBuilder("<!doctype html><meta charset=utf-8><title>Texts</title><ol hidden>");
            for (var n = 0; n < Bodies && texts.MoveNext(); n++) html.Append("<li><div class=\"body\" dir=\"auto\">").Append(BodyText.Html(texts.Current)).Append("</div>");
            await Show(alice, policy, html.Append("<li id=end>The end").ToString());

            await Expect(alice.Page.Locator("#end")).ToBeAttachedAsync();
            Assert.Equal(Bodies + 1, await alice.Page.Locator("li").CountAsync());
            Assert.Equal(0, await alice.Page.EvaluateAsync<int>("() => document.querySelectorAll('.body *:not(a, span.host)').length"));
            await AssertNothingHappened(alice);
        }
    }

    [Fact]
    public async Task A_text_that_was_not_encoded_would_be_noticed()
    {
        await using var alice = await signedIn.Alice(WithoutWorker);
        var policy = (await alice.Open("new"))!.Headers["content-security-policy"];

        await Show(alice, policy, $"<!doctype html><img src=x onerror=window.{HostileText.Canary}=1><script>window.{HostileText.Canary}=1</script>");

        await Eventually.True(() => alice.Complaints.Any(complaint => complaint.StartsWith("csp:", StringComparison.Ordinal)));
        Assert.False(await alice.Page.EvaluateAsync<bool>(HasHappened));
        await Show(alice, "", $"<!doctype html><script>window.{HostileText.Canary}=1</script>");
        Assert.True(await alice.Page.EvaluateAsync<bool>(HasHappened));
    }

    /// <summary>A service worker would fetch the pages that the journey makes up, and find none.</summary>
    private static BrowserNewContextOptions WithoutWorker
    {
        get
        {
            var options = Person.Desktop;
            options.ServiceWorkers = ServiceWorkerPolicy.Block;
            return options;
        }
    }

    private async Task Show(Person person, string policy, string html)
    {
        const string address = "**/texts-of-chance";
        await person.Page.UnrouteAsync(address);
        await person.Page.RouteAsync(address, route => route.FulfillAsync(new()
        {
            Status = (int)HttpStatusCode.OK,
            ContentType = "text/html; charset=utf-8",
            Headers = new Dictionary<string, string> { ["Content-Security-Policy"] = policy },
            Body = html,
        }));
        await person.Page.GotoAsync(new Uri(signedIn.Pair.Url, "texts-of-chance").AbsoluteUri, new() { WaitUntil = WaitUntilState.DOMContentLoaded, Timeout = 120_000 });
    }

    private static async Task AssertNothingHappened(Person person)
    {
        Assert.False(await person.Page.EvaluateAsync<bool>(HasHappened));
        // Pictures of a server that is not there are answered 502, and the browser notes each.
        Assert.Empty(person.Faults);
    }
}
