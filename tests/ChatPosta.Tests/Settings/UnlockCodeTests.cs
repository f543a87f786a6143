using ChatPosta.Keys;
using ChatPosta.Tests.Keys;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Settings;

public sealed class UnlockCodeTests : IAsyncLifetime
{
    private const string NotKept = "/settings/passkeys?failed=code";

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
    public async Task A_code_that_is_written_down_opens_the_data_key()
    {
        var code = await _alice.MakeCode();

        Assert.True(await Opens(code));
        Assert.Equal(["signed-up", "unlock-code-made"], await _alice.Events());
    }

    [Fact]
    public async Task It_counts_only_once_it_is_written_down()
    {
        var old = await _alice.MakeCode();
        await _alice.Browser.Submit("/settings/unlock-code");
        var shown = Sheet.Code((await _alice.Browser.Open("/settings/unlock-code")).Body);
        Assert.True(await Opens(old));

        await _alice.Browser.Submit("/settings/unlock-code/keep");

        Assert.Equal((false, true), (await Opens(old), await Opens(shown)));
        Assert.Equal("unlock-code-replaced", (await _alice.Events())[^1]);
    }

    [Fact]
    public async Task It_is_never_shown_again()
    {
        await _alice.MakeCode();

        Assert.Equal("/settings/passkeys", (await _alice.Browser.Open("/settings/unlock-code")).Location);
        Assert.Equal(NotKept, (await _alice.Browser.Submit("/settings/unlock-code/keep")).Location);
        Assert.Equal(["signed-up", "unlock-code-made"], await _alice.Events());
    }

    [Fact]
    public async Task It_waits_for_a_quarter_of_an_hour_and_then_says_that_it_does_not_count()
    {
        await _alice.Browser.Submit("/settings/unlock-code");
        _app.Time.Advance(TimeSpan.FromMinutes(15));

        var answer = await _alice.Browser.Submit("/settings/unlock-code/keep");

        Assert.Equal(NotKept, answer.Location);
        Assert.Contains("throw away what you wrote down", Rendered.Parse((await _alice.Browser.Open(NotKept)).Body).The("main p.error").TextContent, StringComparison.Ordinal);
        Assert.Empty(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
    }

    [Fact]
    public async Task Another_session_neither_sees_nor_keeps_it()
    {
        await _alice.Browser.Submit("/settings/unlock-code");
        using var bob = await Owner.SignedUp(_app, _server);
        bob.Browser.Cookies["chat-code"] = _alice.Browser.Cookies["chat-code"];

        Assert.Equal("/settings/passkeys", (await bob.Browser.Open("/settings/unlock-code")).Location);
        Assert.Equal(NotKept, (await bob.Browser.Submit("/settings/unlock-code/keep")).Location);
        Assert.Empty(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
    }

    [Fact]
    public async Task It_can_be_removed_where_a_passkey_opens_the_account()
    {
        await _alice.MakeCode();

        Assert.Equal("/settings/passkeys?done=code-removed", (await _alice.Browser.Submit("/settings/unlock-code/remove")).Location);
        Assert.Empty(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
        Assert.Equal("unlock-code-removed", (await _alice.Events())[^1]);
    }

    [Fact]
    public async Task It_stays_where_no_passkey_opens_the_account_by_itself()
    {
        var (bob, _) = await Owner.SignedUpWithCode(_app, _server);
        using var owner = bob;

        var refused = await bob.Browser.Submit("/settings/unlock-code/remove");

        Assert.Equal(409, refused.Status);
        Assert.Single(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
    }

    private async Task<bool> Opens(string code) =>
        await _app.Get<UnlockCodeStore>().Find(_alice.UserId) is { } kept && KeyChain.Unwrap(kept.WrappedKey, UnlockCode.Parse(code)!, _alice.UserId) is not null;
}
