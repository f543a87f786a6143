using System.Text.Json.Nodes;
using ChatPosta.Tests.SignUp;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.Passkeys;

/// <summary>"Still me": a passkey shown again by somebody who is signed in.</summary>
public sealed class AssertionTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Newcomer _alice = null!;

    private SoftAuthenticator Passkey => _alice.Authenticator;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Newcomer.Invited(_app, _server);
        await _alice.SignUp();
        _app.Time.Advance(TimeSpan.FromMinutes(10));
    }

    public async ValueTask DisposeAsync()
    {
        _alice.Dispose();
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Ones_own_passkey_counts_for_five_minutes()
    {
        var answer = await Finish(Passkey.Get(await Options()));

        Assert.Equal((200, 300), (answer.Status, (int)answer.Json["seconds"]!));
        Assert.Equal(_app.Time.GetUtcNow(), (await Session()).AssertedAt);
    }

    [Fact]
    public async Task It_counts_after_a_restart()
    {
        await Finish(Passkey.Get(await Options()));
        var at = _app.Time.GetUtcNow();

        _app = await _app.Restart();

        Assert.Equal(at, (await Session()).AssertedAt);
    }

    [Fact]
    public async Task Only_the_users_own_passkeys_are_asked_for_and_no_secret()
    {
        var options = await Options();

        var allowed = Assert.Single(options["allowCredentials"]!.AsArray());
        Assert.Equal(Passkey.CredentialId, System.Buffers.Text.Base64Url.DecodeFromChars((string)allowed!["id"]!));
        Assert.Equal("required", (string)options["userVerification"]!);
        Assert.Null(options["extensions"]?["prf"]);
    }

    [Fact]
    public async Task The_passkey_of_another_user_does_not_count()
    {
        using var bob = await Newcomer.Invited(_app, _server);
        await bob.SignUp();
        var before = (await Session()).AssertedAt;

        await Refused(bob.Authenticator.Get(await Options()));

        Assert.Equal(before, (await Session()).AssertedAt);
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var answer = Passkey.Get(await Options());
        await Finish(answer);

        await Refused(answer);
    }

    [Fact]
    public async Task A_question_is_open_for_five_minutes()
    {
        var answer = Passkey.Get(await Options());
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        await Refused(answer);
    }

    [Fact]
    public async Task An_answer_counts_in_the_session_that_asked_only()
    {
        var answer = Passkey.Get(await Options());
        using var elsewhere = _app.Browser();
        var options = (await elsewhere.Post("/login/options")).Json;
        Assert.Equal(200, (await elsewhere.Post("/login/finish", Passkey.Get(options))).Status);
        elsewhere.Cookies["chat-assert"] = _alice.Browser.Cookies["chat-assert"];

        Assert.Equal(401, (await elsewhere.Post("/session/assert/finish", answer)).Status);
    }

    [Fact]
    public async Task A_passkey_that_did_not_verify_its_user_does_not_count()
    {
        Passkey.VerifiesUser = false;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task Another_origin_does_not_count()
    {
        Passkey.Origin = "http://evil.localhost";

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task Garbage_is_refused_in_words_that_the_script_can_show()
    {
        await Options();

        await Refused([]);
    }

    [Fact]
    public async Task The_counter_goes_on_from_there()
    {
        await Finish(Passkey.Get(await Options()));
        Passkey.SignCount -= 1;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task Both_ends_are_in_the_audit_log()
    {
        await Finish(Passkey.Get(await Options()));
        await Finish([]);

        Assert.Equal(["signed-up", "asserted", "assertion-refused"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    [Fact]
    public async Task Without_a_session_there_is_nothing_to_confirm()
    {
        using var stranger = _app.Browser();

        Assert.Equal(401, (await stranger.Post("/session/assert/options")).Status);
    }

    private async Task<JsonObject> Options() => (await _alice.Browser.Post("/session/assert/options")).Json;

    private Task<Answer> Finish(JsonObject answer) => _alice.Browser.Post("/session/assert/finish", answer);

    private async Task Refused(JsonObject answer)
    {
        var refused = await Finish(answer);
        Assert.Equal((401, "That passkey didn't work here. Use one that belongs to this account."), (refused.Status, refused.Error));
    }

    private async Task<ChatPosta.Sessions.Session> Session() =>
        (await _app.Sessions.Find(System.Buffers.Text.Base64Url.DecodeFromChars(_alice.Browser.Cookies["chat"])))!;
}
