using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignUp;

public sealed class PasskeyStepTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Two_presses_open_the_account_and_sign_in()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.SignUp();

        var user = Assert.Single(await _app.Users.List());
        Assert.Equal((_server.Identity, newcomer.Authenticator.UserId), (user.Identity, user.Id));
        Assert.Null(await _app.Invites.FindOpen(newcomer.Code));
        Assert.Equal(200, (await newcomer.Browser.Open("/")).Status);
    }

    [Fact]
    public async Task The_browser_is_asked_for_a_verified_discoverable_passkey_with_prf()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();

        var options = (await newcomer.Options()).Json;

        Assert.Equal("localhost", (string)options["rp"]!["id"]!);
        Assert.Equal("required", (string)options["authenticatorSelection"]!["residentKey"]!);
        Assert.Equal("required", (string)options["authenticatorSelection"]!["userVerification"]!);
        Assert.Equal(43, ((string)options["extensions"]!["prf"]!["eval"]!["first"]!).Length);
        Assert.Equal([-7, -257], options["pubKeyCredParams"]!.AsArray().Select(each => (int)each!["alg"]!));
    }

    [Fact]
    public async Task After_sign_up_nothing_of_the_draft_is_left()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.SignUp();

        Assert.DoesNotContain("chat-sign-up", newcomer.Browser.Cookies.Keys);
        Assert.Contains("data-state=\"opening\"", (await newcomer.Browser.Open("/register")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_share_an_invite_exactly_one_gets_an_account()
    {
        using var first = await Newcomer.Invited(_app, _server);
        using var second = first.Rival(_app);
        await Task.WhenAll(first.ReachPasskey(), second.ReachPasskey());
        var challenges = await Task.WhenAll(first.Create(), second.Create());

        var ends = await Task.WhenAll(
            first.Confirmed(first.Authenticator.Get(challenges[0].Json)),
            second.Confirmed(second.Authenticator.Get(challenges[1].Json)));

        Assert.Equal([200, 410], ends.Select(end => end.Status).Order());
        Assert.Single(await _app.Users.List());
    }

    [Fact]
    public async Task The_creation_cannot_be_replayed()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var answer = newcomer.Authenticator.Create((await newcomer.Options()).Json);
        Assert.Equal(200, (await newcomer.Created(answer)).Status);

        Assert.Equal(410, (await newcomer.Created(answer)).Status);
    }

    [Fact]
    public async Task A_confirmation_sent_again_leads_to_sign_in_and_opens_nothing()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var answer = newcomer.Authenticator.Get((await newcomer.Create()).Json);
        Assert.Equal(200, (await newcomer.Confirmed(answer)).Status);

        var again = await newcomer.Confirmed(answer);

        Assert.Equal((200, "/login"), (again.Status, (string?)again.Json["location"]));
        Assert.Single(await _app.Users.List());
    }

    [Fact]
    public async Task Of_a_confirmation_sent_twice_at_once_one_counts()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var answer = newcomer.Authenticator.Get((await newcomer.Create()).Json).ToJsonString();

        var ends = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => newcomer.Browser.Post("/register/passkey/confirmed", answer)));

        Assert.Single(ends, end => (string?)end.Json["location"] == "/");
        Assert.DoesNotContain(ends, end => end.Json["forget"] is not null);
        Assert.Single(await _app.Users.List());
    }

    [Fact]
    public async Task A_key_that_shows_its_prf_at_the_second_press_only_is_taken()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var created = newcomer.Authenticator.Create((await newcomer.Options()).Json);
        created["unlockKey"] = null;

        var challenge = (await newcomer.Created(created)).Json;

        Assert.Equal(200, (await newcomer.Confirmed(newcomer.Authenticator.Get(challenge))).Status);
    }

    [Theory]
    [InlineData("https://evil.localhost")]
    [InlineData("http://localhost:1")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    public async Task A_passkey_made_on_another_origin_is_refused(string origin)
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        newcomer.Authenticator.Origin = origin;

        Assert.Equal(422, (await newcomer.Create()).Status);
        await NothingHappened(newcomer);
    }

    [Fact]
    public async Task A_passkey_made_in_a_foreign_frame_is_refused()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        newcomer.Authenticator.IsCrossOrigin = true;

        Assert.Equal(422, (await newcomer.Create()).Status);
        await NothingHappened(newcomer);
    }

    [Fact]
    public async Task A_passkey_made_without_user_verification_is_refused()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        newcomer.Authenticator.VerifiesUser = false;

        Assert.Equal(422, (await newcomer.Create()).Status);
        await NothingHappened(newcomer);
    }

    [Fact]
    public async Task Another_passkey_cannot_confirm_the_one_just_made()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var challenge = (await newcomer.Create()).Json;
        using var other = new SoftAuthenticator(_app.Site.Origin);

        Assert.Equal(422, (await newcomer.Confirmed(other.Get(challenge))).Status);
        await NothingHappened(newcomer);
    }

    [Fact]
    public async Task A_passkey_that_has_an_account_opens_no_second_one()
    {
        using var first = await Newcomer.Invited(_app, _server);
        await first.SignUp();
        using var copy = new SoftAuthenticator(_app.Site.Origin) { CredentialId = first.Authenticator.CredentialId };
        using var second = await Newcomer.Invited(_app, _server, copy);
        await second.ReachPasskey();

        Assert.Equal(422, (await second.Create()).Status);
        Assert.NotNull(await _app.Invites.FindOpen(second.Code));
    }

    [Fact]
    public async Task After_a_failure_the_person_can_begin_the_step_again()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        newcomer.Authenticator.VerifiesUser = false;
        await newcomer.Create();
        newcomer.Authenticator.VerifiesUser = true;

        Assert.Equal(200, (await newcomer.Finish()).Status);
    }

    [Theory]
    [InlineData("/register/passkey/options")]
    [InlineData("/register/passkey/created")]
    [InlineData("/register/passkey/confirmed")]
    public async Task A_passkey_step_that_is_not_due_says_start_again(string path)
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ShowInvite();

        var answer = await newcomer.Browser.Post(path);

        Assert.Equal(410, answer.Status);
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public async Task The_second_press_cannot_come_first()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();
        var options = (await newcomer.Options()).Json;
        options["rpId"] = "localhost";

        Assert.Equal(410, (await newcomer.Confirmed(newcomer.Authenticator.Get(options))).Status);
    }

    [Fact]
    public async Task No_page_of_the_journey_shows_the_token()
    {
        using var newcomer = await Newcomer.Invited(_app, _server);
        await newcomer.ReachPasskey();

        var pages = new[] { (await newcomer.Browser.Open("/register")).Body, (await newcomer.Options()).Body, (await newcomer.Create()).Body };

        Assert.All(pages, page => Assert.DoesNotContain("mst_", page, StringComparison.Ordinal));
    }

    private async Task NothingHappened(Newcomer newcomer)
    {
        Assert.Empty(await _app.Users.List());
        Assert.NotNull(await _app.Invites.FindOpen(newcomer.Code));
    }
}
