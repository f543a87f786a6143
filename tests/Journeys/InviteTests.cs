using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Invites that open nothing (chat.md §2): whoever tries codes learns nothing from the answer.</summary>
public sealed class InviteTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    [Fact]
    public async Task Used_expired_and_unknown_invites_get_one_and_the_same_page()
    {
        var used = await pair.Invite();
        await using var alice = await Person.At(chromium, pair.Url);
        await alice.SignUp(used, await pair.PairingUri("alice"));
        await using var guest = await Person.At(chromium, pair.Url);

        var afterUse = await Answer(guest, used);
        var afterTime = await Answer(guest, await pair.Invite(TimeSpan.FromMinutes(-1)));
        var unknown = await Answer(guest, $"{pair.Url}register#code=nobody-ever-made-this-one");
        var none = await Answer(guest, $"{pair.Url}register#code=");

        Assert.Equal(410, afterUse.Status);
        Assert.Contains("This invite link is invalid", afterUse.Page, StringComparison.Ordinal);
        Assert.All([afterTime, unknown, none], answer => Assert.Equal(afterUse, answer));
        Assert.Empty(guest.Faults);
    }

    [Fact]
    public async Task The_code_is_gone_from_the_address_before_anything_is_asked()
    {
        await using var guest = await Person.At(chromium, pair.Url);

        await guest.OpenInvite(await pair.Invite());

        await Expect(guest.Page.GetByLabel("Paste your posta+v1:// or posta://pair link")).ToBeVisibleAsync();
        Assert.Equal($"{pair.Url}register", guest.Page.Url);
        Assert.DoesNotContain(guest.Requests, request => request.Query.Contains("code", StringComparison.Ordinal));
        Assert.Empty(guest.Complaints);
    }

    private static async Task<(int Status, string Page)> Answer(Person guest, string link)
    {
        // From elsewhere: a link that differs in its fragment only would not load the page again.
        await guest.Page.GotoAsync("about:blank");
        var answer = await guest.Page.RunAndWaitForResponseAsync(
            () => guest.Page.GotoAsync(link), response => response.Url.EndsWith("/register/invite", StringComparison.Ordinal));
        await Expect(guest.Page.Locator("h1")).ToHaveTextAsync("This invite link is invalid");
        return (answer.Status, await guest.Page.ContentAsync());
    }
}
