using ChatPosta.Passkeys;
using ChatPosta.Tests.Live;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

public sealed class PasskeysTests : IAsyncLifetime
{
    private static readonly TimeSpan TooLong = TimeSpan.FromMinutes(5);

    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Owner _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Owner.SignedUp(_app, _server);
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_passkey_says_what_it_can_do()
    {
        using var weak = new SoftAuthenticator(_app.Site.Origin) { HasPrf = false };
        await _alice.MakeCode();
        await _alice.Create(weak);
        var challenge = (await _alice.Browser.Post("/settings/passkeys/add/again")).Json;
        await _alice.Confirm(weak.Get(challenge));

        var rows = Rendered.Parse((await _alice.Browser.Open("/settings/passkeys")).Body).QuerySelectorAll("#passkeys > li");

        Assert.Equal(
            ["Opens your account · on one device only", "Needs your unlock code · on one device only"],
            rows.Select(row => row.QuerySelectorAll(".hint")[0].TextContent));
        Assert.Equal([true, false], rows.Select(row => row.TextContent.Contains("This session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_added_passkey_signs_in_by_itself()
    {
        using var second = await _alice.Add();

        using var elsewhere = await SignedInWith(second);

        Assert.Equal(200, (await elsewhere.Open("/")).Status);
        Assert.Equal(["signed-up", "passkey-added", "signed-in"], await _alice.Events());
    }

    [Fact]
    public async Task Devices_that_have_a_passkey_of_the_account_are_not_asked_for_another()
    {
        var options = (await _alice.Browser.Post("/settings/passkeys/add/options")).Json;

        var excluded = Assert.Single(options["excludeCredentials"]!.AsArray());
        Assert.Equal(Owner.Id(_alice.First), (string)excluded!["id"]!);
        Assert.Equal(43, ((string)options["extensions"]!["prf"]!["eval"]!["first"]!).Length);
    }

    [Theory]
    [InlineData("/settings/passkeys/add")]
    [InlineData("/settings/passkeys/remove")]
    [InlineData("/settings/unlock-code")]
    [InlineData("/settings/unlock-code/remove")]
    public async Task What_changes_keys_needs_a_passkey_of_the_last_five_minutes(string path)
    {
        _app.Time.Advance(TooLong);
        var refused = await _alice.Browser.Submit(path, ("id", Owner.Id(_alice.First)));
        Assert.Equal(403, refused.Status);
        Assert.Contains("Confirm with your passkey first", refused.Body, StringComparison.Ordinal);
        Assert.Equal("/settings/passkeys", Rendered.Parse(refused.Body).The("a.button").GetAttribute("href"));

        await _alice.ShowPasskey();

        Assert.NotEqual(403, (await _alice.Browser.Submit(path, ("id", Owner.Id(_alice.First)))).Status);
    }

    [Fact]
    public async Task A_script_is_refused_in_words_as_well()
    {
        _app.Time.Advance(TooLong);

        var refused = await _alice.Browser.Post("/settings/passkeys/add/options");

        Assert.Equal(403, refused.Status);
        Assert.StartsWith("Confirm with your passkey first.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_says_how_long_the_passkey_counts()
    {
        _app.Time.Advance(TimeSpan.FromSeconds(100));

        var page = Rendered.Parse((await _alice.Browser.Open("/settings/passkeys")).Body);

        Assert.All(page.QuerySelectorAll("form[data-fresh]"), form => Assert.Equal("200", form.GetAttribute("data-fresh")));
        Assert.Equal(2, page.QuerySelectorAll("form[data-fresh]").Length);
    }

    [Fact]
    public async Task A_passkey_gets_the_name_that_its_owner_gives()
    {
        await _alice.Rename(_alice.First, "  My \n phone ");

        var page = Rendered.Parse((await _alice.Browser.Open("/settings/passkeys")).Body);
        Assert.Equal("My  phone", page.The("#passkeys h3").FirstChild!.TextContent.Trim());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    public async Task An_empty_name_changes_nothing_and_says_so(string name)
    {
        var refused = await _alice.Rename(_alice.First, name);

        Assert.Equal(422, refused.Status);
        Assert.Contains("needs a name", Rendered.Parse(refused.Body).The("main p.error").TextContent, StringComparison.Ordinal);
        Assert.Equal(["A browser on an unknown system"], await _app.Query<string>("SELECT name FROM passkeys"));
    }

    [Fact]
    public async Task The_only_passkey_stays()
    {
        var refused = await _alice.Remove(_alice.First);

        Assert.Equal(409, refused.Status);
        Assert.Contains("This is your only passkey.", refused.Body, StringComparison.Ordinal);
        Assert.Single(await _app.Query<string>("SELECT name FROM passkeys"));
    }

    [Fact]
    public async Task The_last_one_that_unlocks_stays_while_there_is_no_code()
    {
        using var weak = new SoftAuthenticator(_app.Site.Origin) { HasPrf = false };
        await _alice.MakeCode();
        await _alice.Create(weak);
        await _alice.Confirm(weak.Get((await _alice.Browser.Post("/settings/passkeys/add/again")).Json));
        await _alice.Browser.Submit("/settings/unlock-code/remove");

        var refused = await _alice.Remove(_alice.First);

        Assert.Equal(409, refused.Status);
        Assert.Contains("Your other passkeys need an unlock code", refused.Body, StringComparison.Ordinal);
        Assert.Equal(2, (await _app.Query<string>("SELECT name FROM passkeys")).Count);
    }

    [Fact]
    public async Task Of_two_removals_at_once_one_leaves_a_passkey()
    {
        using var second = await _alice.Add();
        var store = _app.Get<PasskeyStore>();

        var ends = await Task.WhenAll(
            store.Remove(Owner.Id(_alice.First), _alice.UserId, ""), store.Remove(Owner.Id(second), _alice.UserId, ""));

        Assert.Equal([PasskeyRemoval.Removed, PasskeyRemoval.LastOne], ends.Order());
        Assert.Single(await _app.Query<string>("SELECT name FROM passkeys"));
    }

    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_what_it_opened_ends()
    {
        using var second = await _alice.Add();
        using var elsewhere = await SignedInWith(second);
        await using var tab = await BrowserTab.Reading(await elsewhere.Begin(HttpMethod.Get, "/events", null, Browser.Fetch));
        await tab.Until("state");

        Assert.Equal("/settings/passkeys?done=removed", (await _alice.Remove(second)).Location);

        while (await tab.Next() is not null) { }
        Assert.Equal("/login", (await elsewhere.Open("/")).Location);
        Assert.Equal(401, (await elsewhere.Post("/login/finish", second.Get((await elsewhere.Post("/login/options")).Json))).Status);
        Assert.Equal(200, (await _alice.Browser.Open("/")).Status);
        Assert.Contains("passkey-removed", await _alice.Events());
    }

    [Fact]
    public async Task Removing_the_passkey_of_this_session_leads_to_sign_in()
    {
        using var second = await _alice.Add();

        Assert.Equal((303, "/login"), ((await _alice.Remove(_alice.First)).Status, (await _alice.Browser.Open("/")).Location));
    }

    [Fact]
    public async Task Its_sessions_stay_closed_although_the_program_ended_before_it_could_close_them()
    {
        using var second = await _alice.Add();
        using var elsewhere = await SignedInWith(second);
        Assert.Equal(PasskeyRemoval.Removed, await _app.Get<PasskeyStore>().Remove(Owner.Id(second), _alice.UserId, ""));

        var cookie = elsewhere.Cookies["chat"];
        _app = await _app.Restart();

        Assert.Null(await _app.Sessions.Find(System.Buffers.Text.Base64Url.DecodeFromChars(cookie)));
    }

    [Fact]
    public async Task The_browser_is_told_once_which_passkeys_are_left()
    {
        using var second = await _alice.Add();
        await _alice.Remove(second);

        var known = Rendered.Parse((await _alice.Browser.Open("/settings/passkeys?done=removed")).Body).The("[data-known]");

        Assert.Equal(Owner.Id(_alice.First), known.GetAttribute("data-known"));
        Assert.Empty(Rendered.Parse((await _alice.Browser.Open("/settings/passkeys")).Body).QuerySelectorAll("[data-known]"));
    }

    [Fact]
    public async Task Nobody_changes_the_passkeys_of_another()
    {
        using var bob = await Owner.SignedUp(_app, _server);
        using var second = await _alice.Add();

        await bob.Rename(second, "Bob's");
        await bob.Remove(second);

        Assert.DoesNotContain("Bob's", await _app.Query<string>("SELECT name FROM passkeys"));
        Assert.Equal(3, (await _app.Query<string>("SELECT name FROM passkeys")).Count);
    }

    [Fact]
    public async Task A_passkey_that_was_begun_for_one_account_is_not_added_to_another()
    {
        using var bob = await Owner.SignedUp(_app, _server);
        using var passkey = new SoftAuthenticator(_app.Site.Origin);
        var challenge = (await _alice.Create(passkey)).Json;
        bob.Browser.Cookies["chat-enrol"] = _alice.Browser.Cookies["chat-enrol"];

        Assert.Equal(410, (await bob.Confirm(passkey.Get(challenge))).Status);
        Assert.Equal(2, (await _app.Query<string>("SELECT name FROM passkeys")).Count);
    }

    [Fact]
    public async Task An_answer_that_was_lost_can_be_sent_again()
    {
        using var passkey = new SoftAuthenticator(_app.Site.Origin);
        var answer = passkey.Get((await _alice.Create(passkey)).Json);
        await _alice.Confirm(answer);

        Assert.Equal("/settings/passkeys?done=added", (string?)(await _alice.Confirm(answer)).Json["location"]);
        Assert.Equal(2, (await _app.Query<string>("SELECT name FROM passkeys")).Count);
    }

    [Fact]
    public async Task A_weak_passkey_needs_a_code_that_is_there()
    {
        using var weak = new SoftAuthenticator(_app.Site.Origin) { HasPrf = false };

        Assert.Equal("/settings/passkeys/add", (string?)(await _alice.Create(weak)).Json["location"]);
        Assert.Contains("Make one first", (await _alice.Browser.Open("/settings/passkeys/add")).Body, StringComparison.Ordinal);
        Assert.Equal(410, (await _alice.Browser.Post("/settings/passkeys/add/again")).Status);
    }

    [Fact]
    public async Task An_account_has_twenty_passkeys_at_most()
    {
        for (var count = 1; count < 20; count++) (await _alice.Add()).Dispose();
        using var oneMore = new SoftAuthenticator(_app.Site.Origin);
        var challenge = (await _alice.Create(oneMore)).Json;

        var refused = await _alice.Confirm(oneMore.Get(challenge));

        Assert.Equal((422, true), (refused.Status, (bool)refused.Json["forget"]!));
        Assert.Equal(20, (await _app.Query<string>("SELECT name FROM passkeys")).Count);
        Assert.Empty(Rendered.Parse((await _alice.Browser.Open("/settings/passkeys")).Body).QuerySelectorAll("form[action$=add]"));
    }

    private async Task<Browser> SignedInWith(SoftAuthenticator passkey)
    {
        var browser = _app.Browser();
        var options = (await browser.Post("/login/options")).Json;
        Assert.Equal(200, (await browser.Post("/login/finish", passkey.Get(options))).Status);
        return browser;
    }
}
