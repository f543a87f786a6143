using ChatPosta.Keys;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignUp;

/// <summary>Passkeys that open nothing by themselves (security.md §2.4): said before the invite is spent, with two ways on.</summary>
public sealed class WeakPasskeyTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Newcomer _newcomer = null!;

    private Browser Browser => _newcomer.Browser;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _newcomer = await Newcomer.Invited(_app, _server, new SoftAuthenticator(_app.Site.Origin) { HasPrf = false });
        await _newcomer.ReachPasskey();
    }

    public async ValueTask DisposeAsync()
    {
        _newcomer.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_passkey_without_prf_is_told_so_before_the_second_press()
    {
        var answer = await _newcomer.Create();

        Assert.Equal("/register", (string)answer.Json["location"]!);
        Assert.Equal("weak", await State());
        await NothingHappened();
    }

    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1", "On your iPhone:")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Gecko/20100101 Firefox/140.0", "On your Windows:")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "On your Linux:")]
    [InlineData("nothing known", null)]
    public async Task The_advice_begins_with_the_device_at_hand(string agent, string? first)
    {
        await _newcomer.Create();

        var page = await Browser.Send(HttpMethod.Get, "/register", null, [.. Browser.Navigation("none"), ("User-Agent", agent)]);

        var document = Rendered.Parse(page.Body);
        Assert.Equal(first, document.QuerySelector(".advice__here strong")?.TextContent);
        Assert.Equal(first is null ? 8 : 7, document.QuerySelectorAll(".advice dt").Length);
    }

    [Fact]
    public async Task Two_different_keys_are_told_and_the_invite_stays_open()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var challenge = (await newcomer.Create()).Json;
        newcomer.Authenticator.PrfDrift = "another";

        var answer = await newcomer.Confirmed(newcomer.Authenticator.Get(challenge));

        Assert.Equal("/register", (string)answer.Json["location"]!);
        Assert.Contains("gave two different keys", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
        await NothingHappened();
    }

    [Fact]
    public async Task A_key_that_promised_prf_and_gives_none_is_told_so_at_the_second_press()
    {
        var created = _newcomer.Authenticator.Create((await _newcomer.Options()).Json);
        created["prfEnabled"] = true;
        var challenge = (await _newcomer.Created(created)).Json;

        Assert.Equal("/register", (string)(await _newcomer.Confirmed(_newcomer.Authenticator.Get(challenge))).Json["location"]!);
        Assert.Equal("weak", await State());
        await NothingHappened();
    }

    [Fact]
    public async Task Another_passkey_can_be_tried_and_the_device_is_told_to_drop_the_first()
    {
        await _newcomer.Create();
        var form = Rendered.Parse((await Browser.Open("/register")).Body).The("form[data-forget]");
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(_newcomer.Authenticator.CredentialId), form.GetAttribute("data-forget"));

        await Browser.Submit(form.GetAttribute("action")!);

        Assert.Equal("passkey", await State());
        using var better = new SoftAuthenticator(_app.Site.Origin);
        var challenge = (await _newcomer.Created(better.Create((await _newcomer.Options()).Json))).Json;
        Assert.Equal("/", (string)(await _newcomer.Confirmed(better.Get(challenge))).Json["location"]!);
        Assert.Empty(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
    }

    [Fact]
    public async Task An_unlock_code_beside_it_opens_the_account()
    {
        await _newcomer.Create();
        var code = await _newcomer.WriteCodeDown();
        await NothingHappened();

        var answer = await _newcomer.FinishWithCode();

        Assert.Equal("/", (string)answer.Json["location"]!);
        Assert.Equal(200, (await Browser.Open("/")).Status);
        var user = Assert.Single(await _app.Users.List());
        var kept = await _app.Get<UnlockCodeStore>().Find(user.Id);
        Assert.NotNull(KeyChain.Unwrap(kept!.WrappedKey, UnlockCode.Parse(code)!, user.Id));
        Assert.Equal([null], await _app.Query<byte[]?>("SELECT wrapped_key FROM passkeys"));
    }

    [Fact]
    public async Task The_code_stays_the_same_until_the_account_is_open()
    {
        await _newcomer.Create();

        Assert.Equal(await _newcomer.WriteCodeDown(), await _newcomer.WriteCodeDown());
    }

    [Fact]
    public async Task A_cancelled_last_press_can_be_tried_again()
    {
        await _newcomer.Create();
        await _newcomer.WriteCodeDown();
        await Browser.Post("/register/passkey/again");

        Assert.Equal("/", (string)(await _newcomer.FinishWithCode()).Json["location"]!);
    }

    [Fact]
    public async Task Without_a_code_there_is_no_last_press()
    {
        await _newcomer.Create();

        Assert.Equal(410, (await Browser.Post("/register/passkey/again")).Status);
        await NothingHappened();
    }

    [Fact]
    public async Task A_passkey_that_was_not_asked_about_gets_no_code()
    {
        await Browser.Submit("/register/passkey/code");

        Assert.Equal("passkey", await State());
        Assert.Equal(410, (await Browser.Post("/register/passkey/again")).Status);
    }

    [Fact]
    public async Task A_restart_costs_the_sign_up_and_not_the_invite()
    {
        await _newcomer.Create();
        await _newcomer.WriteCodeDown();

        _app = await _app.Restart();

        await NothingHappened();
    }

    [Fact]
    public async Task The_code_lies_nowhere_on_disk()
    {
        await _newcomer.Create();
        var code = await _newcomer.WriteCodeDown();
        await _newcomer.FinishWithCode();

        foreach (var file in _app.Files())
        {
            Assert.False(Accounts.DiskScan.Holds(file, UnlockCode.Parse(code)!.Bytes), file);
            Assert.False(Accounts.DiskScan.Holds(file, System.Text.Encoding.ASCII.GetBytes(code)), file);
        }
    }

    private async Task<string> State() => Rendered.Parse((await Browser.Open("/register")).Body).The("#register").GetAttribute("data-state")!;

    private async Task NothingHappened()
    {
        Assert.Empty(await _app.Users.List());
        Assert.NotNull(await _app.Invites.FindOpen(_newcomer.Code));
    }
}
