using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Two tabs of one person: both are live, and one connection serves them (chat.md §6).</summary>
public sealed class TabsTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Two_tabs_share_one_stream_and_the_second_takes_over()
    {
        await using var first = await signedIn.Alice();
        await first.OpenThread(_pair.Address("bob"));
        await Expect(first.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var second = await first.OpenTab();
        await second.OpenThread(_pair.Address("bob"));
        await Expect(second.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();

        await _pair.Write("bob", "alice", "To both of your tabs.");
        await Expect(first.Message("To both of your tabs.")).ToBeVisibleAsync();
        await Expect(second.Message("To both of your tabs.")).ToBeVisibleAsync();
        Assert.Equal(1, Streams(first));

        await first.Page.CloseAsync();
        await _pair.Write("bob", "alice", "To the one that is left.");
        await Expect(second.Message("To the one that is left.")).ToBeVisibleAsync();
        Assert.Equal(2, Streams(first));
        Assert.Empty(first.Complaints);
    }

    [Fact]
    public async Task What_one_tab_sends_the_other_shows()
    {
        await using var first = await signedIn.Alice();
        await first.OpenThread(_pair.Address("bob"));
        var second = await first.OpenTab();
        await second.OpenThread(_pair.Address("bob"));
        await Expect(second.Page.Locator("[data-connection=live]")).ToBeVisibleAsync();

        await second.Send("From my other tab.");

        await Expect(first.Message("From my other tab.").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(second.Message("From my other tab.").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(first.Message("From my other tab.")).ToHaveCountAsync(1);
        await Expect(first.Conversations.First).ToContainTextAsync("You: From my other tab.");
        Assert.Empty(first.Complaints);
    }

    private static int Streams(Person person) => person.Requests.Count(request => request.AbsolutePath == "/events");
}
