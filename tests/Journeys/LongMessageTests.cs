using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>An envelope holds 65,536 bytes: what fits arrives, and what does not is given back with the reason.</summary>
public sealed class LongMessageTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_long_message_in_letters_of_two_bytes_arrives()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        var text = "Длинное письмо " + new string('ё', 30_000);

        await alice.Send(text);

        await Expect(alice.Message("Длинное письмо").GetByText("Delivered")).ToBeAttachedAsync();
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_message_that_no_envelope_can_hold_stays_in_the_field()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        var text = new string('x', 70_000);

        await alice.Send(text);

        await Expect(alice.Page.Locator("#composer-problem")).ToHaveTextAsync("This is too long for one message. Shorten it, or send it in parts.");
        await Expect(alice.Composer).ToHaveValueAsync(text);
        Assert.Empty(alice.Faults);
    }
}
