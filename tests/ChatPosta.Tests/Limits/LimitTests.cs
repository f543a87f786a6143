using System.Net;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Limits;

/// <summary>The limits of security.md §3.3 through the whole program: where they begin, whom they count together, and what is said.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostaServer.Start();
        _app = await ChatApp.Start(config => config with { LimitScale = 1, TrustedProxies = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")] });
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Invites_are_tried_five_times_a_minute_and_twenty_an_hour()
    {
        for (var minute = 0; minute < 4; minute++)
        {
            for (var n = 0; n < 5; n++) Assert.Equal(410, (await TryInvite("192.0.2.1")).Status);
            AssertRefused(await TryInvite("192.0.2.1"), minute < 3 ? 60 : 3600 - 180);
            _app.Time.Advance(TimeSpan.FromMinutes(1));
        }

        AssertRefused(await TryInvite("192.0.2.1"), 3600 - 240);
        _app.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(410, (await TryInvite("192.0.2.1")).Status);
    }

    [Fact]
    public async Task All_addresses_together_try_sixty_invites_a_minute()
    {
        for (var n = 0; n < 60; n++) Assert.Equal(410, (await TryInvite($"192.0.2.{n}")).Status);

        AssertRefused(await TryInvite("198.51.100.1"), 60);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::1", "2001:db8:1:3::1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2")]
    public async Task A_household_is_one_address(string address, string same, string other)
    {
        for (var n = 0; n < 5; n++) Assert.Equal(410, (await TryInvite(address)).Status);

        AssertRefused(await TryInvite(same), 60);
        Assert.Equal(410, (await TryInvite(other)).Status);
    }

    [Fact]
    public async Task A_spoofed_address_changes_nothing()
    {
        await using var app = await ChatApp.Start(config => config with { LimitScale = 1 });
        using var stranger = app.Browser();
        for (var n = 0; n < 5; n++) Assert.Equal(410, (await TryInvite(stranger, $"198.51.100.{n}")).Status);

        AssertRefused(await TryInvite(stranger, "203.0.113.9"), 60);
    }

    [Theory]
    [InlineData("/login/options", 30)]
    [InlineData("/login/finish", 10)]
    public async Task Sign_in_is_limited_per_address_and_says_so_as_json(string path, int allowed)
    {
        using var browser = _app.Browser();
        for (var n = 0; n < allowed; n++) Assert.NotEqual(429, (await browser.Post(path)).Status);

        var refused = await browser.Post(path);

        AssertRefused(refused, 60);
        Assert.Contains("Wait 60 seconds", refused.Error, StringComparison.Ordinal);
        _app.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(429, (await browser.Post(path)).Status);
    }

    [Fact]
    public async Task A_pairing_link_is_tried_five_times_in_ten_minutes_and_the_page_asks_again()
    {
        using var newcomer = _app.Browser();
        var (_, code) = await _app.Invites.Create("Alice", TimeSpan.FromHours(1));
        await newcomer.Submit("/register/invite", ("code", code));
        for (var n = 0; n < 5; n++) Assert.Equal(422, (await newcomer.Submit("/register/pairing", ("pairing", "posta+v1://x"))).Status);

        var refused = await newcomer.Submit("/register/pairing", ("pairing", _server.PairingUri));

        AssertRefused(refused, 600);
        Assert.Contains("Wait 10 minutes", refused.ErrorOnPage, StringComparison.Ordinal);
        Rendered.Parse(refused.Body).The("input[name=pairing]");
        Assert.Equal(0, _server.Requests);
        _app.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(303, (await newcomer.Submit("/register/pairing", ("pairing", _server.PairingUri))).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_burst_of_fifteen_messages_is_sent_and_the_text_of_the_next_is_kept(bool asFragment)
    {
        using var alice = await _app.SignedInBrowser(_server);
        for (var n = 0; n < 15; n++) Assert.Equal(303, (await Send(alice, $"{n}")).Status);

        var refused = await Send(alice, "<b>the one too many</b>", asFragment);

        AssertRefused(refused, 5);
        var page = Rendered.Parse(refused.Body);
        Assert.Contains("Wait 5 seconds", page.The("#composer-problem").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.The("#composer-state input[name=key]").GetAttribute("value") ?? "");
        if (!asFragment) Assert.Equal("<b>the one too many</b>", page.The("textarea").TextContent);
    }

    [Fact]
    public async Task Sixty_messages_a_minute_are_sent_by_each_user()
    {
        using var alice = await _app.SignedInBrowser(_server);
        using var bob = await _app.SignedInBrowser(_server);
        for (var n = 0; n < 60; n++)
        {
            Assert.Equal(303, (await Send(alice, $"{n}")).Status);
            _app.Time.Advance(TimeSpan.FromMilliseconds(500));
        }

        AssertRefused(await Send(alice, "one more"), 30);
        Assert.Equal(303, (await Send(bob, "my first")).Status);
    }

    [Fact]
    public async Task Addresses_are_looked_up_thirty_times_a_minute_and_what_was_typed_is_kept()
    {
        using var alice = await _app.SignedInBrowser(_server);
        for (var n = 0; n < 30; n++) Assert.Equal(422, (await alice.Submit("/new", ("url", "no address"))).Status);

        var refused = await alice.Submit("/new", ("url", "bob.example"));

        AssertRefused(refused, 60);
        Assert.Equal("bob.example", Rendered.Parse(refused.Body).The("#url").GetAttribute("value"));
    }

    [Theory]
    [InlineData("/settings/export/json", 600)]
    [InlineData("/settings/export/html", 600)]
    public async Task Ten_exports_are_written_in_ten_minutes(string path, int wait)
    {
        using var alice = await _app.SignedInBrowser(_server);
        for (var n = 0; n < 10; n++) Assert.NotEqual(429, (await alice.Open(path)).Status);

        AssertRefused(await alice.Open(path), wait);
    }

    [Fact]
    public async Task Ten_pictures_a_minute_are_passed_on()
    {
        using var alice = await _app.SignedInBrowser(_server);
        for (var n = 0; n < 10; n++) Assert.Equal(422, (await alice.Submit("/settings/picture")).Status);

        AssertRefused(await alice.Submit("/settings/picture"), 60);
    }

    [Fact]
    public async Task Another_try_is_told_to_a_page_and_to_a_fragment()
    {
        using var browser = _app.Browser();
        for (var n = 0; n < 30; n++) await browser.Post("/login/options");

        var page = await browser.Submit("/login/options");
        var fragment = await browser.Send(HttpMethod.Post, "/login/options", null, [.. Browser.Fetch, ("HX-Request", "true")]);

        Assert.Contains("Wait 60 seconds", Rendered.Parse(page.Body).The("main").TextContent, StringComparison.Ordinal);
        Assert.Contains("Wait 60 seconds", fragment.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", fragment.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_can_widen_the_limits()
    {
        await using var app = await ChatApp.Start(config => config with { LimitScale = 2 });
        using var stranger = app.Browser();
        for (var n = 0; n < 10; n++) Assert.Equal(410, (await TryInvite(stranger, "192.0.2.1")).Status);

        AssertRefused(await TryInvite(stranger, "192.0.2.1"), 60);
    }

    private static void AssertRefused(Answer answer, int seconds) =>
        Assert.Equal((429, $"{seconds}"), (answer.Status, answer.Header("Retry-After")));

    private async Task<Answer> TryInvite(string address)
    {
        using var stranger = _app.Browser();
        return await TryInvite(stranger, address);
    }

    private static Task<Answer> TryInvite(Browser stranger, string address) => stranger.Send(
        HttpMethod.Post, "/register/invite", Browser.Form(("code", "guess")), [.. Browser.Navigation("same-origin"), ("X-Forwarded-For", address)]);

    private static Task<Answer> Send(Browser browser, string text, bool asFragment = false) => browser.Send(
        HttpMethod.Post,
        "/c/https%3A%2F%2Fbob.example/messages",
        Browser.Form(("message", text), ("key", Guid.NewGuid().ToString())),
        asFragment ? [.. Browser.Fetch, ("HX-Request", "true")] : Browser.Navigation("same-origin"));
}
