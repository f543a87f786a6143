using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Posta.Protocol;
using Posta.Testing;
using QRCoder;
using static Microsoft.Playwright.Assertions;

namespace Journeys;

/// <summary>From an invite link to a token on one's own device (client-api.md, Invites).</summary>
public sealed partial class SetupTests(Chromium chromium, Pair pair) : IClassFixture<Pair>
{
    private const string Done = "Your pairing link";
    private const string Gone = "This invitation can’t be used any more";

    [Fact]
    public async Task An_invite_becomes_a_token_that_is_shown_once_and_sent_nowhere()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite("Kitchen tablet");
        await Expect(guest.Name).ToHaveValueAsync("Kitchen tablet");
        await Expect(guest.Page.Locator("[data-identity]").First).ToHaveTextAsync(pair.Address("alice").Display);
        Assert.Equal($"{pair.Address("alice").Canonical}/setup", guest.Page.Url);
        Assert.Equal(0, guest.Redemptions);

        await guest.Name.FillAsync("Radio");
        await guest.Connect();

        await Expect(guest.Heading).ToHaveTextAsync(Done);
        var link = await guest.Link.TextContentAsync();
        Assert.True(PairingUri.TryParse(link!, out var uri, out _));
        Assert.Equal(pair.Address("alice").Authority, uri.Authority);
        await Expect(guest.Page.Locator("#token")).ToHaveTextAsync(uri.Token);
        await Expect(guest.Page.GetByRole(AriaRole.Link, new() { Name = "Open in an app" })).ToHaveAttributeAsync(
            "href", $"posta://pair?token={uri.Token}&url={Uri.EscapeDataString(pair.Address("alice").Canonical)}");
        Assert.Equal(Modules(link!), Squares(await guest.Page.Locator("#qr path").GetAttributeAsync("d")));
        Assert.Equal(200, await Opens(guest, uri.Token));
        Assert.Contains("Radio", await pair.Devices("alice"));

        await guest.Person.Press("Copy link");
        await Expect(guest.Page.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal(link, await guest.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        Assert.DoesNotContain(guest.Person.Requests, request => SecretPattern().IsMatch(request.AbsoluteUri));
        Assert.Empty(guest.Person.Complaints);
    }

    [Fact]
    public async Task A_device_without_a_hint_is_called_after_its_browser()
    {
        await using var guest = await SetupGuest.At(chromium, pair);

        await guest.OpenInvite();

        await Expect(guest.Name).ToHaveValueAsync("Chrome on Linux");
    }

    [Fact]
    public async Task Used_expired_and_unknown_invites_get_one_and_the_same_page()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        var used = await guest.Invite();
        await guest.Open(used);
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);
        await guest.Person.Press("Copy link");
        await Expect(guest.Page.GetByText("Copied.")).ToBeVisibleAsync();

        foreach (var link in (string[])[used, await guest.Invite(ttl: TimeSpan.FromMinutes(-1)), $"{pair.Address("alice")}/setup#invite=pinv_unknown"])
        {
            await guest.Open(link);
            await Expect(guest.Heading).ToHaveTextAsync(Gone);
            await Expect(guest.Page.GetByText("One of your attempts")).ToBeHiddenAsync();
        }

        Assert.Empty(guest.Person.Faults);
    }

    [Theory]
    [InlineData("/setup")]
    [InlineData("/setup#")]
    [InlineData("/setup#invite=")]
    [InlineData("/setup#other=pinv_x")]
    public async Task An_address_without_an_invite_asks_for_the_whole_link_and_the_server_for_nothing(string address)
    {
        await using var guest = await SetupGuest.At(chromium, pair);

        await guest.Open(pair.Address("alice") + address);

        await Expect(guest.Heading).ToHaveTextAsync("Your invitation isn’t in this address");
        Assert.DoesNotContain(guest.Person.Requests, request => request.AbsolutePath.StartsWith("/api/", StringComparison.Ordinal));
        await guest.Page.GotoAsync(await guest.Invite("phone"));
        await Expect(guest.Name).ToHaveValueAsync("phone");
    }

    [Fact]
    public async Task Who_was_slower_is_told_that_the_invite_is_used_up()
    {
        await using var first = await SetupGuest.At(chromium, pair);
        await using var second = await SetupGuest.At(chromium, pair);
        var link = await first.Invite();
        await first.Open(link);
        await second.Open(link);

        await first.Connect();
        await Expect(first.Heading).ToHaveTextAsync(Done);
        await second.Connect();

        await Expect(second.Heading).ToHaveTextAsync(Gone);
        await Expect(second.Page.GetByText("One of your attempts")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Without_scripts_the_page_says_so_and_the_invite_stays_good()
    {
        await using var guest = await SetupGuest.At(chromium, pair, new() { JavaScriptEnabled = false });
        var link = await guest.Invite("phone");

        await guest.Open(link);

        await Expect(guest.Heading).ToHaveTextAsync("This page needs scripts");
        await Expect(guest.Page.Locator("form")).ToBeHiddenAsync();
        Assert.Empty(guest.Person.Complaints);
        await using var scripted = await SetupGuest.At(chromium, pair);
        await scripted.Open(link);
        await Expect(scripted.Name).ToHaveValueAsync("phone");
    }

    [Fact]
    public async Task The_keyboard_is_enough()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        await Expect(guest.Heading).ToBeFocusedAsync();

        await guest.Page.Keyboard.PressAsync("Tab");
        await Expect(guest.Name).ToBeFocusedAsync();
        await guest.Page.Keyboard.PressAsync("ControlOrMeta+A");
        await guest.Page.Keyboard.TypeAsync("Typewriter");
        await guest.Page.Keyboard.PressAsync("Enter");

        await Expect(guest.Heading).ToHaveTextAsync(Done);
        await Expect(guest.Heading).ToBeFocusedAsync();
        await guest.Page.Keyboard.PressAsync("Tab");
        await Expect(guest.Page.GetByRole(AriaRole.Button, new() { Name = "Copy link" })).ToBeFocusedAsync();
        await guest.Page.Keyboard.PressAsync("Enter");
        await Expect(guest.Page.GetByRole(AriaRole.Status).Filter(new() { Visible = true })).ToContainTextAsync("Copied.");
        Assert.Contains("Typewriter", await pair.Devices("alice"));
    }

    [Fact]
    public async Task Pressing_twice_redeems_once()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        await guest.Name.FillAsync("Twice");

        await guest.Page.EvaluateAsync("() => { for (let i = 0; i < 3; i++) document.getElementById('form').requestSubmit(); }");

        await Expect(guest.Heading).ToHaveTextAsync(Done);
        Assert.Equal(1, guest.Redemptions);
        Assert.Single(await pair.Devices("alice"), "Twice");
    }

    [Fact]
    public async Task A_limit_is_told_in_words_and_waiting_is_enough()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite("phone");
        await guest.Name.FillAsync("Patience");
        await AskTooOften(guest);

        await guest.Connect();
        await Expect(guest.Problem).ToHaveTextAsync(WaitPattern());
        await Expect(guest.Name).ToHaveValueAsync("Patience");

        guest.PassMinute();
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);
        Assert.Empty(guest.Person.Faults);
    }

    [Fact]
    public async Task A_limit_met_on_arrival_leaves_the_invite_where_it_is()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        var link = await guest.Invite("phone");
        await guest.Open($"{pair.Address("alice")}/setup");
        await AskTooOften(guest);

        await guest.Open(link);
        await Expect(guest.Page.Locator("#reason")).ToHaveTextAsync(WaitPattern());

        guest.PassMinute();
        await guest.Person.Press("Try again");
        await Expect(guest.Name).ToHaveValueAsync("phone");
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_explained_and_kept()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        var name = new string('ø', 40);

        await guest.Name.FillAsync(name);
        await guest.Connect();

        await Expect(guest.Problem).ToHaveTextAsync("This name is too long. Choose a shorter one.");
        await Expect(guest.Name).ToHaveValueAsync(name);
        await Expect(guest.Name).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(guest.Name).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_connection_that_breaks_loses_nothing_that_was_typed()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        await guest.Page.RouteAsync("**/redeem", route => route.AbortAsync());
        await guest.Name.FillAsync("Boat");

        await guest.Connect();
        await Expect(guest.Problem).ToHaveTextAsync("Couldn’t reach the server. Check your connection, then try again.");
        await Expect(guest.Name).ToHaveValueAsync("Boat");

        await guest.Page.UnrouteAllAsync();
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);
    }

    [Fact]
    public async Task Who_lost_the_answer_learns_which_device_to_have_removed()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        var link = await guest.Invite("Lost");
        await guest.Open(link);
        await guest.Page.RouteAsync("**/redeem", route => route.AbortAsync());
        await guest.Connect();
        await Expect(guest.Problem).ToContainTextAsync("Couldn’t reach the server");
        // What the server does with a request whose answer never arrives, it does here for another window.
        await using var window = await SetupGuest.At(chromium, pair);
        await window.Open(link);
        await window.Connect();
        await Expect(window.Heading).ToHaveTextAsync(Done);

        await guest.Page.UnrouteAllAsync();
        await guest.Connect();

        await Expect(guest.Heading).ToHaveTextAsync(Gone);
        await Expect(guest.Page.GetByText("One of your attempts")).ToContainTextAsync("a device called Lost was added");
        Assert.Contains("Lost", await pair.Devices("alice"));
    }

    [Fact]
    public async Task Leaving_before_the_token_is_copied_asks_first()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        var questions = new List<string>();
        guest.Page.Dialog += async (_, dialog) =>
        {
            questions.Add(dialog.Type);
            await dialog.DismissAsync();
        };
        await guest.OpenInvite();
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);

        await guest.Page.CloseAsync(new() { RunBeforeUnload = true });
        await Eventually.True(() => questions.Count == 1);
        Assert.Equal("beforeunload", questions.Single());

        await guest.Person.Press("Copy link");
        await Expect(guest.Page.GetByText("Copied.")).ToBeVisibleAsync();
        await guest.Page.CloseAsync(new() { RunBeforeUnload = true });
        await Eventually.True(() => guest.Page.IsClosed);
        Assert.Single(questions);
    }

    [Fact]
    public async Task A_second_link_does_not_push_a_token_off_the_screen()
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);
        var link = await guest.Link.TextContentAsync();

        await guest.Page.GotoAsync(await guest.Invite());

        await Expect(guest.Page).ToHaveURLAsync($"{pair.Address("alice")}/setup");
        await Expect(guest.Heading).ToHaveTextAsync(Done);
        await Expect(guest.Link).ToHaveTextAsync(link!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Either_form_of_link_pairs_a_chat(bool isForApps)
    {
        await using var guest = await SetupGuest.At(chromium, pair);
        await guest.OpenInvite();
        await guest.Connect();
        await Expect(guest.Heading).ToHaveTextAsync(Done);
        var app = await guest.Page.GetByRole(AriaRole.Link, new() { Name = "Open in an app" }).GetAttributeAsync("href");
        var link = await guest.Link.TextContentAsync();

        await using var alice = await Person.At(chromium, pair.Url);
        await alice.OpenInvite(await pair.Invite());
        await alice.LinkServer((isForApps ? app : link)!);

        await Expect(alice.Page.Locator(".card")).ToContainTextAsync(pair.Address("alice").Display);
        Assert.Empty(alice.Complaints);
    }

    private static async Task AskTooOften(SetupGuest guest)
    {
        for (var i = 0; i < 10; i++)
            await guest.Page.EvaluateAsync("() => fetch('/api/v1/invite/info', { method: 'POST', body: '{}' }).then(() => true)");
    }

    private static Task<int> Opens(SetupGuest guest, string token) => guest.Page.EvaluateAsync<int>(
        "token => fetch('/api/v1/identity', { headers: { Authorization: `Bearer ${token}` } }).then(answer => answer.status)", token);

    /// <summary>The dark modules as an independent encoder places them.</summary>
    private static HashSet<(int X, int Y)> Modules(string text)
    {
        const int quietZone = 4;
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.L);
        return [.. data.ModuleMatrix.SelectMany((row, y) => row.Cast<bool>().Select((dark, x) => (dark, X: x - quietZone, Y: y - quietZone)))
            .Where(module => module.dark).Select(module => (module.X, module.Y))];
    }

    private static HashSet<(int X, int Y)> Squares(string? path) =>
        [.. SquarePattern().Matches(path ?? "").Select(match => (Number(match.Groups[1]), Number(match.Groups[2])))];

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("M([0-9]+) ([0-9]+)h1v1h-1z")]
    private static partial Regex SquarePattern();

    [GeneratedRegex("mst_|pinv_")]
    private static partial Regex SecretPattern();

    [GeneratedRegex("^Too many attempts from your network\\. Wait [0-9]+ seconds, then try again\\.$")]
    private static partial Regex WaitPattern();
}
