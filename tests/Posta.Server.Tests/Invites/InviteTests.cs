using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Invites;

public sealed class InviteTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Guest _guest = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(Guest.BehindProxy, _time, "alice");
        _guest = new Guest(_server.Url("alice"));
    }

    public ValueTask DisposeAsync()
    {
        _guest.Dispose();
        return _server.DisposeAsync();
    }

    [Fact]
    public async Task An_open_invite_says_what_it_is_for_as_often_as_one_asks()
    {
        var code = await Invite("phone");

        var (first, second) = (await _guest.Info(code), await _guest.Info(code));

        Assert.Equal((200, "no-store"), (first.Status, first.Headers["Cache-Control"]));
        Assert.Equal(
            new InviteInfo(_server.Url("alice").Display, "phone", PostaTime.Format(_time.GetUtcNow() + TimeSpan.FromHours(24))),
            first.Read(ClientApiJson.Default.InviteInfo));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task An_invite_is_exchanged_once_for_a_token_that_opens_the_identity()
    {
        var code = await Invite();

        var answer = await _guest.Redeem(code, "Laptop");

        Assert.Equal((200, "no-store"), (answer.Status, answer.Headers["Cache-Control"]));
        var redeemed = answer.Read(ClientApiJson.Default.RedeemedInvite);
        Assert.Equal((_server.Url("alice").Display, "Laptop"), (redeemed.Identity, redeemed.DeviceName));
        Assert.True(PairingUri.TryParse($"posta+v1://{_server.Url("alice").Authority}#token={redeemed.Token}", out _, out _));
        using var alice = new ApiClient(_server.Url("alice"), redeemed.Token);
        Assert.Equal(200, (await alice.Get("/identity")).Status);

        Assert.Equal((410, ErrorCode.InviteGone), Outcome(await _guest.Redeem(code, "Laptop")));
        Assert.Equal((410, ErrorCode.InviteGone), Outcome(await _guest.Info(code)));
    }

    [Fact]
    public async Task Invites_that_open_nothing_get_one_and_the_same_answer()
    {
        var (used, revoked, expired) = (await Invite(), await Invite(), await Invite("old", TimeSpan.FromSeconds(1)));
        await _guest.Redeem(used);
        await _server.Identity("alice").Invites.Revoke(2, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(1));

        string[] bodies =
        [
            .. new[] { used, revoked, expired, "pinv_" + new string('A', 43), "", "æ" }.Select(code => $$"""{"invite":"{{code}}","deviceName":"x"}"""),
            "{}",
            """{"invite":null}""",
        ];
        foreach (var path in (string[])["/info", "/redeem"])
        {
            var answers = new List<string>();
            foreach (var body in bodies)
                answers.Add(Whole(await _guest.Post(path, body)));
            Assert.StartsWith("410 ", answers[0], StringComparison.Ordinal);
            Assert.Single(answers.Distinct());
        }
    }

    [Fact]
    public async Task Another_identitys_invite_is_unknown()
    {
        await _server.Add("bob");
        using var atBob = new Guest(_server.Url("bob"));

        Assert.Equal((410, ErrorCode.InviteGone), Outcome(await atBob.Redeem(await Invite())));
    }

    [Fact]
    public async Task An_invite_lasts_until_its_time_and_no_longer()
    {
        var code = await Invite(ttl: TimeSpan.FromMinutes(1));

        _time.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(200, (await _guest.Info(code)).Status);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(410, (await _guest.Info(code)).Status);
        Assert.Equal(410, (await _guest.Redeem(code)).Status);
        Assert.Empty(await _server.Tokens("alice").List(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Laptop", "phone", "Laptop")]
    [InlineData("  Laptop\n", "phone", "Laptop")]
    [InlineData("", "phone", "phone")]
    [InlineData(" ", "", "device")]
    [InlineData("Kjøkken-nettbrett 📱", "", "Kjøkken-nettbrett 📱")]
    public async Task A_device_gets_the_name_that_was_given_or_the_hint_or_a_general_one(string given, string hint, string name) =>
        Assert.Equal(name, await Redeemed(await Invite(hint), given));

    [Fact]
    public async Task A_name_that_is_taken_gets_a_number_and_a_revoked_one_is_free()
    {
        Assert.Equal("phone", await Redeemed(await Invite(), "phone"));
        Assert.Equal("phone (2)", await Redeemed(await Invite(), "phone"));
        Assert.Equal("phone (3)", await Redeemed(await Invite(), "phone"));
        Assert.Equal("Phone", await Redeemed(await Invite(), "Phone"));

        await _server.Tokens("alice").RevokeNamed("phone", TestContext.Current.CancellationToken);

        Assert.Equal("phone", await Redeemed(await Invite(), "phone"));
    }

    [Theory]
    [InlineData("""{"invite":"{code}","deviceName":"{64 bytes}"}""", 200, "")]
    [InlineData("""{"invite":"{code}","deviceName":"{64 bytes}a"}""", 400, ErrorCode.TooLong)]
    [InlineData("""{"invite":"{code}","deviceName":"a\u0000b"}""", 400, ErrorCode.BadParameter)]
    [InlineData("""{"invite":"{code}","deviceName":"a\nb"}""", 400, ErrorCode.BadParameter)]
    [InlineData("""{"invite":"{code}","deviceName":"\ud800"}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"invite":"{code}","deviceName":5}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"invite":["{code}"]}""", 400, ErrorCode.MalformedRequest)]
    [InlineData("""["{code}"]""", 400, ErrorCode.MalformedRequest)]
    [InlineData("{", 400, ErrorCode.MalformedRequest)]
    [InlineData("", 400, ErrorCode.MalformedRequest)]
    [InlineData("""{"Invite":"{code}"}""", 410, ErrorCode.InviteGone)]
    [InlineData("""{"invite":"{code}","extra":"{256 KiB}"}""", 413, ErrorCode.TooLarge)]
    public async Task What_cannot_be_understood_uses_nothing_up(string body, int status, string code)
    {
        var invite = await Invite();
        var sent = body.Replace("{code}", invite, StringComparison.Ordinal)
            .Replace("{64 bytes}", new string('ø', 32), StringComparison.Ordinal)
            .Replace("{256 KiB}", new string('x', 256 * 1024), StringComparison.Ordinal);

        var answer = await _guest.Post("/redeem", sent);

        Assert.Equal((status, code), (answer.Status, status == 200 ? "" : answer.Code));
        Assert.Equal(status == 200 ? 410 : 200, (await _guest.Info(invite)).Status);
    }

    [Fact]
    public async Task Without_a_token_only_the_two_questions_are_open()
    {
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _guest.Post("/other", "{}")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _guest.Post("", "{}")));
        Assert.Equal((401, ErrorCode.Unauthorized), Outcome(await _guest.Send(HttpMethod.Get, "/api/v1/invite/info")));
        Assert.Equal((401, ErrorCode.Unauthorized), Outcome(await _guest.Send(HttpMethod.Post, "/api/v1/inviteinfo", "{}")));
        Assert.Equal((401, ErrorCode.Unauthorized), Outcome(await _guest.Send(HttpMethod.Post, "/api/v1/invite/../messages", "{}")));
        var alice = await _server.Client("alice");
        Assert.Equal((405, ErrorCode.MethodNotAllowed), Outcome(await alice.Get("/invite/info")));
    }

    [Fact]
    public async Task A_token_that_cannot_be_stored_leaves_the_invite_open()
    {
        var code = await Invite();
        await _server.Execute("alice", "CREATE TRIGGER stop BEFORE INSERT ON auth_tokens BEGIN SELECT RAISE(ABORT, 'stop'); END");
        Assert.Equal(500, (await _guest.Redeem(code)).Status);

        await _server.Execute("alice", "DROP TRIGGER stop");

        Assert.Equal(200, (await _guest.Redeem(code)).Status);
    }

    [Fact]
    public async Task Fifty_at_once_get_one_token()
    {
        var code = await Invite();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _guest.Redeem(code, "racer")));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(49, answers.Count(answer => Outcome(answer) == (410, ErrorCode.InviteGone)));
        Assert.Single(await _server.Tokens("alice").List(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Neither_the_invite_nor_its_token_is_on_the_disk()
    {
        var code = await Invite();
        var token = (await _guest.Redeem(code)).Read(ClientApiJson.Default.RedeemedInvite).Token;

        foreach (var file in Directory.EnumerateFiles(_server.Config.Data, "inbox.db*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            var content = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.DoesNotContain(code["pinv_".Length..], content, StringComparison.Ordinal);
            Assert.DoesNotContain(token["mst_".Length..], content, StringComparison.Ordinal);
        }
    }

    private async Task<string> Invite(string hint = "", TimeSpan? ttl = null) =>
        (await _server.Identity("alice").Invites.Create(hint, ttl ?? TimeSpan.FromHours(24), TestContext.Current.CancellationToken)).Code;

    private async Task<string> Redeemed(string code, string name) =>
        (await _guest.Redeem(code, name)).Read(ClientApiJson.Default.RedeemedInvite).DeviceName;

    private static (int Status, string Code) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);

    private static string Whole(ApiAnswer answer) =>
        $"{answer.Status} {string.Join("\n", answer.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key).Select(header => $"{header.Key}: {header.Value}"))}\n{answer.Body}";
}
