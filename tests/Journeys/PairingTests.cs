using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Pairing links that link nothing: the reason stands beside the field, and what was pasted is still in it.</summary>
public sealed class PairingTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private static readonly string WellFormedToken = "mst_" + new string('A', 43);

    [Theory]
    [InlineData("hello", "That isn't a pairing link: The link must begin with posta+v1:// or posta://pair.")]
    [InlineData("posta+v1://alice.localhost", "That isn't a pairing link: The link has no token: copy all of it.")]
    [InlineData("posta+v1://alice.localhost#token=mst_short", "That isn't a pairing link: The token in the link is not complete, or something follows it.")]
    [InlineData("posta+v1://127.0.0.1#token=mst_", "That isn't a pairing link: The address must have a host name, not an IP address.")]
    [InlineData("posta+v1://me@alice.localhost#token=mst_", "That isn't a pairing link: The address must not contain a user name: take out the part up to the @.")]
    public async Task A_malformed_link_is_explained_and_kept(string pasted, string reason) => await IsRefused(pasted, reason);

    [Fact]
    public Task A_token_that_the_server_does_not_know_is_refused() => IsRefused(
        $"posta+v1://{pair.Address("alice").Authority}#token={WellFormedToken}",
        "Your posta-server refused this token. Make a new pairing link there, then paste that.");

    [Fact]
    public Task A_server_that_is_not_there_cannot_be_reached() => IsRefused(
        $"posta+v1://alice.localhost:9#token={WellFormedToken}",
        "Couldn't reach your posta-server. Check the address in the link and that the server is running.");

    [Fact]
    public Task A_server_with_another_name_in_its_certificate_cannot_be_reached() => IsRefused(
        $"posta+v1://stranger.localhost:{pair.Address("alice").Port}#token={WellFormedToken}",
        "Couldn't reach your posta-server. Check the address in the link and that the server is running.");

    [Fact]
    public async Task Somebody_elses_link_can_be_exchanged_for_ones_own()
    {
        await using var guest = await Person.At(chromium, pair.Url);
        await guest.OpenInvite(await pair.Invite());
        await guest.LinkServer(await pair.PairingUri("bob"));
        await Expect(guest.Page.Locator(".card")).ToContainTextAsync("Bob");

        await guest.Press("Use another link");
        await guest.LinkServer(await pair.PairingUri("alice"));

        await Expect(guest.Page.Locator(".card")).ToContainTextAsync("Alice");
        Assert.Empty(guest.Complaints);
    }

    private async Task IsRefused(string pasted, string reason)
    {
        await using var guest = await Person.At(chromium, pair.Url);
        await guest.OpenInvite(await pair.Invite());

        await guest.LinkServer(pasted);

        var field = guest.Page.GetByLabel("Paste your posta+v1:// or posta://pair link");
        await Expect(guest.Page.Locator("#pairing-error")).ToHaveTextAsync(reason);
        await Expect(field).ToHaveValueAsync(pasted);
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        Assert.Empty(guest.Faults);

        await guest.LinkServer(await pair.PairingUri("alice"));
        await Expect(guest.Page.Locator(".card")).ToContainTextAsync("Alice");
    }
}
