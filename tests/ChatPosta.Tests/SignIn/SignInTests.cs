using System.Text.Json.Nodes;
using ChatPosta.Tests.Passkeys;
using ChatPosta.Tests.SignUp;
using ChatPosta.Tests.Upstream;
using ChatPosta.Tests.Web;

namespace ChatPosta.Tests.SignIn;

public sealed class SignInTests : IAsyncLifetime
{
    private ChatApp _app = null!;
    private PostaServer _server = null!;
    private Newcomer _alice = null!;
    private Browser _browser = null!;

    private SoftAuthenticator Passkey => _alice.Authenticator;

    public async ValueTask InitializeAsync()
    {
        _app = await ChatApp.Start();
        _server = await PostaServer.Start();
        _alice = await Newcomer.Invited(_app, _server);
        await _alice.SignUp();
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
    public async Task The_passkey_opens_the_account_in_another_browser()
    {
        var answer = await Finish(Passkey.Get(await Options()));

        Assert.Equal("/", (string)answer.Json["location"]!);
        Assert.Equal(200, (await _browser.Open("/")).Status);
    }

    [Fact]
    public async Task Every_sign_in_gets_a_cookie_of_its_own()
    {
        _browser.Cookies["chat"] = _alice.Browser.Cookies["chat"];

        await Finish(Passkey.Get(await Options()));

        Assert.NotEqual(_alice.Browser.Cookies["chat"], _browser.Cookies["chat"]);
    }

    [Fact]
    public async Task Nobody_is_named_in_the_question()
    {
        var options = await Options();

        Assert.Empty(options["allowCredentials"]?.AsArray() ?? []);
        Assert.Equal(("localhost", "required"), ((string)options["rpId"]!, (string)options["userVerification"]!));
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        var answer = Passkey.Get(await Options());
        await Finish(answer);

        await Refused(answer);
    }

    [Fact]
    public async Task An_answer_to_another_question_is_refused()
    {
        var answer = Passkey.Get(await Options());
        await Options();

        await Refused(answer);
    }

    [Fact]
    public async Task An_answer_from_another_browser_is_refused()
    {
        var answer = Passkey.Get(await Options());
        using var other = _app.Browser();

        Assert.Equal(401, (await other.Post("/login/finish", answer)).Status);
    }

    [Fact]
    public async Task A_question_is_open_for_five_minutes()
    {
        var answer = Passkey.Get(await Options());
        _app.Time.Advance(TimeSpan.FromMinutes(5));

        await Refused(answer);
    }

    [Theory]
    [InlineData("http://evil.localhost")]
    [InlineData("http://localhost")]
    public async Task Another_origin_is_refused(string origin)
    {
        Passkey.Origin = origin;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task A_foreign_frame_is_refused()
    {
        Passkey.IsCrossOrigin = true;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task A_passkey_that_did_not_verify_its_user_is_refused()
    {
        Passkey.VerifiesUser = false;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task A_counter_that_went_back_is_refused()
    {
        await Finish(Passkey.Get(await Options()));
        Passkey.SignCount = 1;

        await Refused(Passkey.Get(await Options()));
    }

    [Fact]
    public async Task An_unknown_passkey_is_refused()
    {
        using var stranger = new SoftAuthenticator(_app.Site.Origin);

        await Refused(stranger.Get(await Options()));
    }

    [Fact]
    public async Task A_changed_signature_is_refused()
    {
        var answer = Passkey.Get(await Options());
        var signature = (string)answer["credential"]!["response"]!["signature"]!;
        answer["credential"]!["response"]!["signature"] = signature[..^4] + (signature[^4] == 'A' ? 'B' : 'A') + signature[^3..];

        await Refused(answer);
    }

    [Fact]
    public async Task Every_refusal_reads_the_same()
    {
        using var stranger = new SoftAuthenticator(_app.Site.Origin);
        var unknown = await Finish(stranger.Get(await Options()));
        Passkey.VerifiesUser = false;
        var unverified = await Finish(Passkey.Get(await Options()));
        var garbage = await Finish(new JsonObject());

        Assert.Equal([unknown.Body, unknown.Body], [unverified.Body, garbage.Body]);
    }

    [Fact]
    public async Task Another_unlock_key_is_named_and_opens_nothing()
    {
        Passkey.PrfDrift = "another";

        var answer = await Finish(Passkey.Get(await Options()));

        Assert.Equal(422, answer.Status);
        Assert.Contains("another unlock key", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not base64url at all, and rather long to be an unlock key of ours")]
    public async Task A_missing_unlock_key_is_named_and_opens_nothing(string? unlockKey)
    {
        var answer = Passkey.Get(await Options());
        answer["unlockKey"] = unlockKey;

        var refused = await Finish(answer);

        Assert.Equal(422, refused.Status);
        Assert.Contains("didn't hand over the key", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"credential\":5}")]
    [InlineData("{\"credential\":{},\"unlockKey\":5}")]
    [InlineData("{\"credential\":{\"id\":null,\"response\":[]}}")]
    public async Task Garbage_is_refused_in_words_that_the_script_can_show(string body)
    {
        await Options();

        var answer = await _browser.Post("/login/finish", body);

        Assert.InRange(answer.Status, 400, 499);
        Assert.NotEqual("", answer.Error);
    }

    [Theory]
    [InlineData("application/json; charset=utf-99", 401)]
    [InlineData("text/plain", 415)]
    public async Task What_the_content_is_called_is_no_fault_of_ours(string type, int status)
    {
        var content = new StringContent("{}");
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);

        var answer = await _browser.Send(HttpMethod.Post, "/login/finish", content, [.. Browser.Fetch, ("Accept", "application/json")]);

        Assert.Equal(status, answer.Status);
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public async Task Too_much_is_refused_in_words_that_the_script_can_show()
    {
        var answer = await _browser.Post("/login/finish", $$"""{"credential":"{{new string('x', 100_000)}}"}""");

        Assert.Equal(413, answer.Status);
        Assert.NotEqual("", answer.Error);
    }

    [Fact]
    public async Task The_sign_in_page_leads_those_who_are_signed_in_to_their_conversations()
    {
        var answer = await _alice.Browser.Open("/login");

        Assert.Equal((302, "/"), (answer.Status, answer.Location));
    }

    [Theory]
    [InlineData("/settings/sessions", "/settings/sessions")]
    [InlineData("//evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    public async Task It_leads_to_pages_of_ours_only(string next, string location)
    {
        var page = $"/login?next={Uri.EscapeDataString(next)}";

        Assert.Equal((302, location), ((await _alice.Browser.Open(page)).Status, (await _alice.Browser.Open(page)).Location));
        Assert.Equal(location, Rendered.Parse((await _browser.Open(page)).Body).The("#login").GetAttribute("data-next"));
    }

    [Fact]
    public async Task Each_sign_in_is_in_the_audit_log()
    {
        await Finish(Passkey.Get(await Options()));

        Assert.Equal(["signed-up", "signed-in"], await _app.Query<string>("SELECT event FROM audit ORDER BY id"));
    }

    private async Task<JsonObject> Options() => (await _browser.Post("/login/options")).Json;

    private Task<Answer> Finish(JsonObject answer) => _browser.Post("/login/finish", answer);

    private async Task Refused(JsonObject answer)
    {
        _browser.Cookies.Remove("chat");
        var refused = await Finish(answer);
        Assert.Equal(401, refused.Status);
        Assert.Equal("That passkey didn't work here. Try again, or use another one.", refused.Error);
        Assert.DoesNotContain("chat", _browser.Cookies.Keys);
    }
}
