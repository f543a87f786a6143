using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>Addresses that lead nowhere: the reason stands under the field, and what was typed is still in it.</summary>
public sealed class NewConversationTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    [Theory]
    [InlineData("http://bob.example", "The address must begin with https://.")]
    [InlineData("bob@bob.example", "The address must not contain a user name: take out the part up to the @.")]
    [InlineData("10.0.0.1", "The address must have a host name, not an IP address.")]
    [InlineData("bob..example", "The host name is not valid. If it has letters outside a to z, try its xn-- form.")]
    [InlineData("bob.example?x", "The address must not contain a question mark.")]
    public async Task A_malformed_address_is_explained_and_kept(string typed, string reason)
    {
        await using var person = await AtNewConversation();

        await person.LookUp(typed);

        await Expect(person.Page.Locator("#url-error")).ToHaveTextAsync(reason);
        await Expect(person.Page.GetByLabel("Their address")).ToHaveValueAsync(typed);
        await Expect(person.Page.GetByRole(AriaRole.Link, new() { Name = "Start" })).ToHaveCountAsync(0);
        Assert.Empty(person.Faults);
    }

    [Fact]
    public async Task Ones_own_address_is_no_peer()
    {
        await using var person = await AtNewConversation();

        await person.LookUp(signedIn.Pair.Address("alice").Display);

        await Expect(person.Page.Locator("#url-error")).ToHaveTextAsync("This is your own address.");
    }

    [Theory]
    [InlineData("bob.localhost:9", "The server at this address could not be reached.")]
    [InlineData("stranger.localhost:{0}", "The server at this address has no valid certificate.")]
    [InlineData("nobody.localhost:{0}", "There is a server at this address, but it shows no posta inbox.")]
    public async Task An_address_without_an_inbox_is_doubted_but_may_be_written_to(string typed, string doubt)
    {
        await using var person = await AtNewConversation();

        await person.LookUp(string.Format(null, typed, signedIn.Pair.Address("alice").Port));
        await Expect(person.Page.GetByText(doubt)).ToBeVisibleAsync();
        await person.Page.GetByRole(AriaRole.Link, new() { Name = "Start anyway" }).ClickAsync();

        await Expect(person.Composer).ToBeFocusedAsync();
        await Expect(person.Page.GetByText("Say hi")).ToBeVisibleAsync();
        await Expect(person.Conversations).ToHaveCountAsync(0);
        Assert.Empty(person.Faults);
    }

    private async Task<Person> AtNewConversation()
    {
        var person = await signedIn.Alice();
        await person.Open("new");
        return person;
    }
}
