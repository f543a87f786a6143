using System.Text.Json.Nodes;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.Settings;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignIn;

/// <summary>A passkey that says who is there and doesn't unlock: the unlock code does (security.md §2.4).</summary>
public sealed class UnlockTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Owner _alice = null!;
    private string _code = "";
    private Browser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        (_alice, _code) = await Owner.SignedUpWithCode(_app, _server);
        _browser = _app.Browser();
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _alice.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_code_opens_the_session()
    {
        await ShowPasskey(_alice.First);

        var answer = await Type(_code);

        Assert.Equal((303, "/"), (answer.Status, answer.Location));
        Assert.Equal(200, (await _browser.Open("/")).Status);
        Assert.Equal(["signed-up", "unlock-code-asked", "signed-in"], await _alice.Events());
        Assert.DoesNotContain("chat-locked", _browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("/settings/passkeys", "/settings/passkeys")]
    [InlineData("//evil.example", "/")]
    public async Task It_leads_to_where_somebody_wanted_to_go_on_this_site(string next, string location)
    {
        await ShowPasskey(_alice.First);
        var form = Rendered.Parse((await _browser.Open($"/login/code?next={Uri.EscapeDataString(next)}")).Body).The("input[name=next]");
        Assert.Equal(location, form.GetAttribute("value"));

        Assert.Equal(location, (await _browser.Submit("/login/code", ("code", _code), ("next", next))).Location);
    }

    [Fact]
    public async Task It_is_read_as_people_type_it()
    {
        await ShowPasskey(_alice.First);

        Assert.Equal("/", (await Type($" {_code.Replace('-', ' ').ToLowerInvariant()} ")).Location);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000-0000-0000-0000-0000-0000-0000-0000")]
    [InlineData("not a code")]
    public async Task A_wrong_code_is_said_to_be_wrong_and_stays_in_the_field(string wrong)
    {
        await ShowPasskey(_alice.First);

        var answer = await Type(wrong);

        Assert.Equal(422, answer.Status);
        Assert.StartsWith("That isn't your unlock code.", answer.ErrorOnPage, StringComparison.Ordinal);
        Assert.Equal(wrong, Rendered.Parse(answer.Body).The("#code").GetAttribute("value") ?? "");
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
        Assert.Equal("/", (await Type(_code)).Location);
    }

    [Fact]
    public async Task After_five_wrong_ones_the_right_one_comes_too_late()
    {
        await ShowPasskey(_alice.First);
        for (var time = 1; time < 5; time++) Assert.Equal(422, (await Type("wrong")).Status);

        Assert.Equal(401, (await Type("wrong")).Status);

        var late = await Type(_code);
        Assert.Equal(401, late.Status);
        Assert.Contains("tried too often", late.ErrorOnPage, StringComparison.Ordinal);
        await ShowPasskey(_alice.First);
        Assert.Equal("/", (await Type(_code)).Location);
    }

    [Fact]
    public async Task Of_a_hundred_guesses_at_once_five_are_looked_at()
    {
        await ShowPasskey(_alice.First);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Type("wrong")));

        Assert.Equal(5, (await _alice.Events()).Count(name => name == "unlock-code-refused"));
    }

    [Fact]
    public async Task It_waits_for_five_minutes()
    {
        await ShowPasskey(_alice.First);
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(401, (await Type(_code)).Status);
        Assert.Equal("/login", (await _browser.Open("/login/code")).Location);
    }

    [Fact]
    public async Task The_code_alone_opens_nothing()
    {
        Assert.Equal(401, (await Type(_code)).Status);
        Assert.Equal("/login", (await _browser.Open("/login/code")).Location);
    }

    [Fact]
    public async Task Another_browser_cannot_type_it()
    {
        await ShowPasskey(_alice.First);
        using var other = _app.Browser();

        Assert.Equal(401, (await other.Submit("/login/code", ("code", _code))).Status);
    }

    [Fact]
    public async Task The_code_of_another_user_opens_nothing()
    {
        var (bob, code) = await Owner.SignedUpWithCode(_app, _server);
        using var owner = bob;
        await ShowPasskey(_alice.First);

        Assert.Equal(422, (await Type(code)).Status);
    }

    [Fact]
    public async Task A_code_that_was_replaced_opens_nothing()
    {
        var later = await _alice.MakeCode();
        await ShowPasskey(_alice.First);

        Assert.Equal(422, (await Type(_code)).Status);
        Assert.Equal("/", (await Type(later)).Location);
    }

    [Fact]
    public async Task A_passkey_that_gives_another_key_than_before_asks_for_the_code_too()
    {
        using var bob = await Owner.SignedUp(_app, _server);
        var code = await bob.MakeCode();
        bob.First.PrfDrift = "another";

        await ShowPasskey(bob.First);

        Assert.Equal("/", (await Type(code)).Location);
    }

    [Fact]
    public async Task A_browser_that_gives_no_key_asks_for_the_code_too()
    {
        using var bob = await Owner.SignedUp(_app, _server);
        var code = await bob.MakeCode();

        await ShowPasskey(bob.First, answer => answer["unlockKey"] = null);

        Assert.Equal("/", (await Type(code)).Location);
    }

    [Fact]
    public async Task An_account_that_is_disabled_meanwhile_stays_closed()
    {
        await ShowPasskey(_alice.First);
        await _app.Execute("UPDATE users SET disabled_at = '2026-01-01T00:00:00.000Z'");

        Assert.Equal(401, (await Type(_code)).Status);
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task A_passkey_that_is_removed_meanwhile_opens_nothing()
    {
        using var second = await _alice.Add();
        await ShowPasskey(_alice.First);
        await _alice.Remove(_alice.First);

        Assert.Equal(401, (await Type(_code)).Status);
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
    }

    [Fact]
    public async Task The_counter_is_kept_although_nothing_was_opened()
    {
        await ShowPasskey(_alice.First);
        _alice.First.SignCount -= 1;

        var options = (await _browser.Post("/login/options")).Json;

        Assert.Equal(401, (await _browser.Post("/login/finish", _alice.First.Get(options))).Status);
    }

    [Fact]
    public async Task After_a_restart_the_passkey_is_asked_for_again()
    {
        await ShowPasskey(_alice.First);
        _app = await _app.Restart();
        using var same = _app.Browser();
        foreach (var (name, value) in _browser.Cookies) same.Cookies[name] = value;

        Assert.Equal("/login", (await same.Open("/login/code")).Location);
    }

    private async Task ShowPasskey(SoftAuthenticator passkey, Action<JsonObject>? change = null)
    {
        var answer = passkey.Get((await _browser.Post("/login/options")).Json);
        change?.Invoke(answer);
        Assert.Equal("/login/code", (string?)(await _browser.Post("/login/finish", answer)).Json["location"]);
        Assert.Equal(200, (await _browser.Open("/login/code")).Status);
    }

    private Task<Answer> Type(string code) => _browser.Submit("/login/code", ("code", code));
}
