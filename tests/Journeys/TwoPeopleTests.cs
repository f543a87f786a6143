using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>The main job, end to end: the demo as a newcomer runs it, and two people in two browsers.</summary>
public sealed class TwoPeopleTests(Chromium chromium)
{
    [Fact]
    public async Task Two_people_sign_up_chat_live_sign_in_again_and_outlive_a_restart()
    {
        await using var demo = await DemoProcess.Start();
        var chat = demo.Line.Url;
        await using var alice = await Person.At(chromium, chat);
        await using var bob = await Person.At(chromium, chat);

        await alice.SignUp(demo.Alice.InviteLink, demo.Alice.PairingUri);
        await bob.SignUp(demo.Bob.InviteLink, demo.Bob.PairingUri);
        await Expect(alice.Page.GetByText("No conversations yet")).ToBeVisibleAsync();
        await Expect(bob.Page.GetByText("No conversations yet")).ToBeVisibleAsync();

        // Marks the document: a reload would lose it.
        await bob.Page.EvaluateAsync("() => { window.isSameDocument = true; }");
        await alice.StartConversation(Display(demo.Bob.Url));
        await alice.Send("Hei Bob! Blåbær på fjellet? 🫐");
        await Expect(alice.Message("Blåbær")).ToBeVisibleAsync();

        // To Bob, Alice is a stranger.
        await bob.Page.GetByRole(AriaRole.Link, new() { Name = "1 request" }).ClickAsync();
        await Expect(bob.Conversations).ToContainTextAsync("Blåbær på fjellet?");
        await bob.Press("Accept Alice");
        await Expect(bob.Message("Blåbær")).ToBeVisibleAsync();
        await Expect(bob.Conversations).ToContainTextAsync("Blåbær på fjellet?");
        await Expect(bob.Page.Locator(".badge")).ToHaveCountAsync(0);
        await bob.Page.GoBackAsync();
        await Expect(bob.Page.GetByText("Nobody is waiting")).ToBeVisibleAsync();
        await alice.Send("Klokka ti?");
        await Expect(bob.Conversations).ToHaveCountAsync(1);
        await Expect(bob.Conversations.First).ToContainTextAsync("Klokka ti?");
        await Expect(bob.Conversations.First.Locator(".badge")).ToContainTextAsync("1");
        Assert.True(await bob.Page.EvaluateAsync<bool>("() => window.isSameDocument === true"));

        await bob.Conversations.First.ClickAsync();
        await Expect(bob.Message("Blåbær")).ToBeVisibleAsync();
        await bob.Send("Ja! Jeg tar med kurv.");
        await Expect(alice.Message("Jeg tar med kurv.")).ToBeVisibleAsync();
        await Expect(alice.Message("Klokka ti?").GetByText("Delivered")).ToBeAttachedAsync();
        await Expect(bob.Conversations.First.Locator(".badge")).ToHaveCountAsync(0);
        await alice.Photograph("two-people-alice");
        await bob.Photograph("two-people-bob");
        Assert.Empty(alice.Complaints);
        Assert.Empty(bob.Complaints);

        await alice.SignOut();
        await bob.SignOut();
        await alice.SignIn();
        await bob.SignIn();
        await alice.Conversations.First.ClickAsync();
        await bob.Conversations.First.ClickAsync();
        await Expect(alice.Message("Jeg tar med kurv.")).ToBeVisibleAsync();
        await Expect(bob.Message("Blåbær")).ToBeVisibleAsync();
        // The stream of a page that is being left may have been told 401 once more.
        Assert.Empty(alice.Faults);
        Assert.Empty(bob.Faults);

        var secrets = await Secrets(demo, alice, bob);
        AssertNoneOnDisk(demo.Data, secrets);
        await demo.Restart();
        await bob.Send("Er du der fortsatt?");
        await Expect(alice.Message("Er du der fortsatt?")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await alice.Page.ReloadAsync();
        await Expect(alice.Message("Er du der fortsatt?")).ToBeVisibleAsync();
        Assert.EndsWith($"/c/{Uri.EscapeDataString(demo.Bob.Url)}", alice.Page.Url, StringComparison.OrdinalIgnoreCase);

        Assert.DoesNotContain(alice.Complaints.Concat(bob.Complaints), complaint => !complaint.StartsWith("console", StringComparison.Ordinal));

        Assert.Equal(0, await demo.Stop());
        AssertNoneOnDisk(demo.Data, [.. secrets, .. await Secrets(demo, alice, bob)]);
    }

    private static string Display(string url) => url["https://".Length..];

    /// <summary>What no file may hold: the tokens, the invite codes, the session cookies.</summary>
    private static async Task<IReadOnlyList<string>> Secrets(DemoProcess demo, params Person[] people)
    {
        var links = demo.Line.Identities.SelectMany(identity =>
            new[] { identity.PairingUri.Split("token=")[1], identity.InviteLink.Split("code=")[1] });
        var cookies = await Task.WhenAll(people.Select(person => person.Page.Context.CookiesAsync()));
        return [.. links, .. cookies.SelectMany(each => each).Select(cookie => cookie.Value), "mst_"];
    }

    private static void AssertNoneOnDisk(string folder, IReadOnlyList<string> secrets)
    {
        Assert.True(secrets.Count >= 7, "There must be something to look for.");
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, file => file.EndsWith("sessions.db", StringComparison.Ordinal));
        // Lock files are empty, and cannot be read while somebody holds them.
        foreach (var file in files.Where(file => new FileInfo(file).Length > 0))
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            foreach (var secret in secrets) Assert.DoesNotContain(secret, content, StringComparison.Ordinal);
        }
    }
}
