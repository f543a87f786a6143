using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Everything but the passkey steps works with scripts off: forms, links and 303 (chat.md §5).</summary>
public sealed class ScriptsOffTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task Reading_writing_starting_a_conversation_and_signing_out()
    {
        await _pair.Write("bob", "alice", "Readable without scripts?");
        await using var scripted = await Person.SignedUp(signedIn.Chromium, _pair, "alice");
        await using var alice = await Person.At(
            signedIn.Chromium, _pair.Url, options: new() { JavaScriptEnabled = false, StorageState = await scripted.Context.StorageStateAsync() });
        await alice.Open("");
        await Expect(alice.Conversations.First).ToContainTextAsync("Readable without scripts?");

        await alice.Conversations.First.ClickAsync();
        await Expect(alice.Message("Readable without scripts?")).ToBeVisibleAsync();

        await alice.Message("Readable without scripts?").GetByTitle("Details").ClickAsync();
        await alice.Press("Check it again");
        await Expect(alice.Page.Locator("#verdict")).ToContainTextAsync("Good.");
        await alice.Page.GetByText("Mark unread from here").ClickAsync();
        await Expect(alice.Page.Locator("#unread")).ToContainTextAsync("Unread from here");

        await alice.Composer.FillAsync("Yes, and writable.\nOn two lines.");
        var sent = await alice.Page.RunAndWaitForResponseAsync(
            () => alice.Press("Send"), response => response.Request.Method == "POST");
        Assert.Equal(303, sent.Status);
        await Expect(alice.Message("Yes, and writable.\nOn two lines.")).ToHaveCountAsync(1);
        await Expect(alice.Composer).ToHaveValueAsync("");

        await alice.StartConversation(_pair.Address("erin").Display);
        await Expect(alice.Page.GetByText("Say hi")).ToBeVisibleAsync();

        await alice.SignOut();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_refused_message_comes_back_with_its_reason_and_is_sent_once()
    {
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.OpenThread(_pair.Address("carol"));
        var tooLong = string.Concat(Enumerable.Repeat("too long ", 8_000)) + "still";

        await alice.Composer.FillAsync(tooLong);
        await alice.Press("Send");

        await Expect(alice.Page.Locator("#composer-problem")).ToContainTextAsync("This is too long for one message.");
        await Expect(alice.Composer).ToHaveValueAsync(tooLong);

        await alice.Composer.FillAsync("Shorter, then.");
        await alice.Press("Send");
        await Expect(alice.Message("Shorter, then.")).ToHaveCountAsync(1);
        await Expect(alice.Composer).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Older_messages_are_a_page_away()
    {
        await _pair.Add("dave", "Dave");
        await _pair.Write("dave", "alice", Enumerable.Range(1, 60).Select(number => $"Line {number}."));
        await using var alice = await signedIn.Alice(new() { JavaScriptEnabled = false });
        await alice.OpenThread(_pair.Address("dave"));

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Load older" }).ClickAsync();
        await Expect(alice.Messages).ToHaveCountAsync(10);

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Newest messages" }).ClickAsync();
        await Expect(alice.Messages).ToHaveCountAsync(50);
    }
}
