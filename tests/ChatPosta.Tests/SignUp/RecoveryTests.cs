using ChatPosta.Keys;
using ChatPosta.Passkeys;
using ChatPosta.Tests.Accounts;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;
using Posta.Protocol;

namespace ChatPosta.Tests.SignUp;

/// <summary>Every passkey is lost. The admin's link, and proof of who one is, give the account a new one (security.md §2.3).</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Member _alice = null!;
    private Browser _old = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Member.Join(_app, server: _server.Identity);
        _old = await _alice.OpenBrowser(_app);
        Assert.Equal(200, (await _old.Open("/")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        _old.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_page_says_whose_account_it_is_and_asks_for_a_link()
    {
        using var alice = await Recovering();
        await alice.ShowInvite();

        var page = await alice.Browser.Open("/register");

        Assert.Contains("data-state=\"recover\"", page.Body, StringComparison.Ordinal);
        Assert.Contains(_server.Identity.Display, page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("unlock code", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_of_the_same_identity_and_a_new_passkey_open_the_old_account()
    {
        await MakeCode();
        using var alice = await Recovering();
        await alice.ShowInvite();
        Assert.Equal(303, (await alice.Pair()).Status);

        Assert.Equal("/", (string)(await alice.Finish()).Json["location"]!);

        var user = Assert.Single(await _app.Users.List());
        Assert.Equal((_alice.User.Id, _alice.User.Id), (user.Id, alice.Authenticator.UserId));
        Assert.Equal(200, (await alice.Browser.Open("/")).Status);
        Assert.Equal([PasskeyId.Text(alice.Authenticator.CredentialId)], await _app.Query<string>("SELECT credential_id FROM passkeys"));
        Assert.Empty(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
        Assert.Null(await _app.Invites.FindOpen(alice.Code));
        Assert.Equal(["signed-up", "recovery-invited", "recovered"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task Every_old_session_ends()
    {
        await Recover();

        Assert.Equal("/login", (await _old.Open("/")).Location);
        Assert.Single(await _app.Sessions.OfUser(_alice.User.Id));
    }

    [Fact]
    public async Task The_new_passkey_signs_in_afterwards()
    {
        using var alice = await Recover();
        using var another = _app.Browser();

        var options = (await another.Post("/login/options")).Json;
        Assert.Equal(200, (await another.Post("/login/finish", alice.Authenticator.Get(options))).Status);

        Assert.Equal(200, (await another.Open("/")).Status);
    }

    [Fact]
    public async Task The_user_is_told_for_a_week()
    {
        using var alice = await Recover();
        Assert.Contains("Your passkeys were replaced on 2 January 2026", Rendered.Parse((await alice.Browser.Open("/")).Body).The(".notice").Words(), StringComparison.Ordinal);
        Assert.Contains("Your passkeys were replaced", (await alice.Browser.Open("/settings/activity")).Body, StringComparison.Ordinal);

        _app.Time.Advance(TimeSpan.FromDays(7));
        using var later = _app.Browser();
        await later.Post("/login/finish", alice.Authenticator.Get((await later.Post("/login/options")).Json));
        Assert.Empty(Rendered.Parse((await later.Open("/")).Body).QuerySelectorAll(".notice"));
    }

    [Fact]
    public async Task The_unlock_code_takes_the_place_of_a_link_and_goes_on_opening_the_account()
    {
        var code = await MakeCode();
        using var alice = await Recovering();
        await alice.ShowInvite();

        Assert.Equal(303, (await Type(alice, code.Reveal().ToLowerInvariant())).Status);
        Assert.Equal("/", (string)(await alice.Finish()).Json["location"]!);

        Assert.Equal(200, (await alice.Browser.Open("/")).Status);
        Assert.Equal(_alice.Link.SealedToken, (await _app.Users.Find(_alice.User.Id))!.Link.SealedToken);
        Assert.Single(await _app.Query<string>("SELECT user_id FROM unlock_codes"));
        Assert.Single(await _app.Query<string>("SELECT credential_id FROM passkeys"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000-0000-0000-0000-0000-0000-0000-0000")]
    [InlineData("not a code")]
    public async Task Another_code_is_refused_in_words_and_the_link_stays_good(string typed)
    {
        await MakeCode();
        using var alice = await Recovering();
        await alice.ShowInvite();

        var answer = await Type(alice, typed);

        Assert.Equal(422, answer.Status);
        Assert.StartsWith("That isn't the unlock code of this account.", Rendered.Parse(answer.Body).The("#code-error").TextContent, StringComparison.Ordinal);
        Assert.Equal(410, (await alice.Options()).Status);
        await NothingHappened(alice);
    }

    [Fact]
    public async Task A_link_of_another_identity_is_refused_in_words_and_the_link_stays_good()
    {
        using var alice = await Recovering();
        await alice.ShowInvite();
        var bob = _server.BecomeBobs();

        var answer = await alice.Pair(new PairingUri(bob.Authority, PostaServer.Token).ToString());

        Assert.Equal(422, answer.Status);
        Assert.StartsWith($"That link opens {bob.Display}, but this account belongs to", answer.ErrorOnPage, StringComparison.Ordinal);
        Assert.Equal(410, (await alice.Options()).Status);
        await NothingHappened(alice);
    }

    [Fact]
    public async Task Of_two_who_have_the_link_one_recovers_the_account()
    {
        using var first = await Recovering();
        using var second = first.Rival(_app);
        foreach (var each in new[] { first, second })
        {
            await each.ShowInvite();
            await each.Pair();
        }

        var challenges = await Task.WhenAll(first.Create(), second.Create());
        var ends = await Task.WhenAll(
            first.Confirmed(first.Authenticator.Get(challenges[0].Json)),
            second.Confirmed(second.Authenticator.Get(challenges[1].Json)));

        Assert.Equal([200, 410], ends.Select(end => end.Status).Order());
        Assert.Single(await _app.Query<string>("SELECT credential_id FROM passkeys"));
    }

    [Fact]
    public async Task A_second_link_for_the_same_loss_goes_with_the_first()
    {
        using var unused = await Recovering();
        using var alice = await Recover();

        Assert.Equal(410, (await unused.ShowInvite()).Status);
    }

    [Fact]
    public async Task An_expired_a_used_and_a_disabled_users_link_are_invalid_like_any_other()
    {
        using var used = await Recover();
        using var disabled = await Recovering();
        await _app.Users.SetDisabled(_alice.User.Id, disabled: true);
        var (_, expired) = (await _app.Invites.CreateRecovery(_alice.User.Id, TimeSpan.Zero))!.Value;
        using var stranger = _app.Browser();

        var answers = new[]
        {
            await stranger.Submit("/register/invite", ("code", "unknown")),
            await used.ShowInvite(),
            await disabled.ShowInvite(),
            await stranger.Submit("/register/invite", ("code", expired)),
        };

        Assert.Equal(410, answers[0].Status);
        Assert.All(answers, answer => Assert.Equal((answers[0].Status, answers[0].Body), (answer.Status, answer.Body)));
    }

    [Fact]
    public async Task An_account_that_is_disabled_at_the_last_press_stays_closed()
    {
        using var alice = await Recovering();
        await alice.ShowInvite();
        await alice.Pair();
        var challenge = (await alice.Create()).Json;
        await _app.Users.SetDisabled(_alice.User.Id, disabled: true);

        Assert.Equal(410, (await alice.Confirmed(alice.Authenticator.Get(challenge))).Status);

        Assert.Equal([_alice.Passkey.CredentialId], await _app.Query<string>("SELECT credential_id FROM passkeys"));
    }

    [Fact]
    public async Task A_device_that_still_has_an_old_passkey_may_make_the_new_one()
    {
        using var alice = await Recovering();
        await alice.ShowInvite();
        await alice.Pair();

        Assert.Empty((await alice.Options()).Json["excludeCredentials"]?.AsArray() ?? []);
    }

    private Task<Newcomer> Recovering() => Newcomer.Recovering(_app, _server, _alice.User.Id);

    private async Task<Newcomer> Recover()
    {
        var alice = await Recovering();
        await alice.ShowInvite();
        await alice.Pair();
        Assert.Equal(200, (await alice.Finish()).Status);
        return alice;
    }

    private static Task<Answer> Type(Newcomer somebody, string code) => somebody.Browser.Submit("/register/code", ("code", code));

    /// <summary>As the settings page makes one.</summary>
    private async Task<UnlockCode> MakeCode()
    {
        var code = UnlockCode.Generate();
        var wrapped = KeyChain.Wrap(_alice.DataKey, code, _alice.User.Id);
        await _app.Execute(
            $"INSERT INTO unlock_codes (user_id, wrapped_key, key_check, created_at) VALUES ('{_alice.User.Id}', x'{Convert.ToHexString(wrapped.Box)}', x'{Convert.ToHexString(wrapped.KeyCheck)}', '2026-01-02T03:04:05.000Z')");
        return code;
    }

    private async Task NothingHappened(Newcomer somebody)
    {
        Assert.Equal([_alice.Passkey.CredentialId], await _app.Query<string>("SELECT credential_id FROM passkeys"));
        Assert.NotNull(await _app.Invites.FindOpen(somebody.Code));
        Assert.Equal(200, (await _old.Open("/settings/sessions")).Status);
    }
}
