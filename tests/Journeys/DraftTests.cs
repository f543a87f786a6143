using Microsoft.Playwright;
using Posta.Testing;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>What somebody has begun to write is there after a reload and on another device, until it is sent.</summary>
public sealed class DraftTests(SignedIn signedIn) : IClassFixture<SignedIn>
{
    private readonly Pair _pair = signedIn.Pair;

    [Fact]
    public async Task A_draft_survives_a_reload_and_is_on_the_other_device()
    {
        await using var laptop = await signedIn.Alice();
        await using var phone = await signedIn.Alice();
        await laptop.OpenThread(_pair.Address("bob"));

        await laptop.Page.RunAndWaitForResponseAsync(
            () => laptop.Composer.FillAsync("Half a thought,\non two lines"), answer => answer.Url.EndsWith("/draft", StringComparison.Ordinal));
        await laptop.Page.ReloadAsync();
        await Expect(laptop.Composer).ToHaveValueAsync("Half a thought,\non two lines");
        await phone.OpenThread(_pair.Address("bob"));
        await Expect(phone.Composer).ToHaveValueAsync("Half a thought,\non two lines");

        await phone.Composer.PressAsync("Enter");
        await Expect(phone.Message("Half a thought")).ToHaveCountAsync(1);
        await laptop.Page.ReloadAsync();
        await Expect(laptop.Message("Half a thought")).ToHaveCountAsync(1);
        await Expect(laptop.Composer).ToHaveValueAsync("");
        Assert.Empty(laptop.Complaints);
        Assert.Empty(phone.Complaints);
    }

    [Fact]
    public async Task A_page_that_is_left_at_once_keeps_what_was_typed()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("carol"));

        await alice.Composer.FillAsync("Typed and left");
        await alice.Open("settings");
        await alice.Page.GoBackAsync();

        await Expect(alice.Composer).ToHaveValueAsync("Typed and left");
        Assert.Empty(alice.Faults);
    }

    [Fact]
    public async Task Where_nothing_can_be_reached_one_does_not_leave_what_one_has_typed()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("erin"));
        await alice.Context.SetOfflineAsync(true);
        await alice.Composer.FillAsync("Typed in a tunnel");

        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await Expect(alice.Page.Locator("#composer-problem")).ToContainTextAsync("What you wrote is kept on this page only");
        await Expect(alice.Composer).ToHaveValueAsync("Typed in a tunnel");

        await alice.Context.SetOfflineAsync(false);
        await alice.Page.GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await Expect(alice.Page.GetByLabel("Look for")).ToBeVisibleAsync();
        await alice.Page.GoBackAsync();
        await Expect(alice.Composer).ToHaveValueAsync("Typed in a tunnel");
        Assert.DoesNotContain(alice.Faults, fault => !fault.Contains("htmx:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_that_is_slow_to_arrive_does_not_come_back_after_the_message()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("bob"));
        var draft = await Held.At(alice.Page, "/draft");

        await alice.Composer.FillAsync("Sent while it was being saved");
        await draft.Begun;
        await alice.Composer.PressAsync("Enter");
        await Expect(alice.Composer).ToHaveValueAsync("");
        draft.Release();
        await Expect(alice.Message("Sent while it was being saved")).ToHaveCountAsync(1);

        await alice.Page.ReloadAsync();
        await Expect(alice.Message("Sent while it was being saved")).ToHaveCountAsync(1);
        await Expect(alice.Composer).ToHaveValueAsync("");
        Assert.Empty(alice.Complaints);
    }

    [Fact]
    public async Task A_long_draft_in_any_script_is_kept()
    {
        await using var alice = await signedIn.Alice();
        await alice.OpenThread(_pair.Address("dave"));
        var text = string.Concat(Enumerable.Repeat("Ærlig talt, 漢字. ", 1_000)).TrimEnd();

        await alice.Page.RunAndWaitForResponseAsync(
            () => alice.Composer.FillAsync(text), answer => answer.Url.EndsWith("/draft", StringComparison.Ordinal) && answer.Status == 204);
        await alice.Page.ReloadAsync();

        await Expect(alice.Composer).ToHaveValueAsync(text);
        Assert.Empty(alice.Complaints);
    }
}
