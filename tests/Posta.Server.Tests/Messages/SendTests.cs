using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Messages;

public sealed class SendTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _alice = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "alice");
        _carol = await Stranger.Start(_time);
        _alice = await _server.Client("alice");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_same_key_and_body_mean_the_same_message()
    {
        var first = await _alice.SendText(_carol.Url, "once", "key-1");
        await _alice.Newest(_carol.Url, MessageState.Delivered);
        var second = await _alice.SendText(_carol.Url, "once", "key-1");

        Assert.Equal(first with { State = MessageState.Delivered }, second);
        Assert.Single(await _alice.Messages(_carol.Url));
        Assert.Single(_carol.Received);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_a_mismatch()
    {
        await _alice.SendText(_carol.Url, "once", "key-1");

        var answer = await _alice.Post("/messages", ApiClient.Text(_carol.Url, "twice"), "key-1");

        Assert.Equal((409, ErrorCode.IdempotencyMismatch), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_key_is_looked_up_before_the_request_is_judged()
    {
        await _alice.SendText(_carol.Url, "once", "key-1");

        Assert.Equal(ErrorCode.IdempotencyMismatch, (await _alice.Post("/messages", """{"peer":"no url"}""", "key-1")).Code);
        Assert.Equal(UrlRejection.MalformedHost.Code(), (await _alice.Post("/messages", """{"peer":"no url"}""", "key-2")).Code);
        await _alice.SendText(_carol.Url, "a refusal is not remembered", "key-2");
    }

    [Fact]
    public async Task Keys_belong_to_a_token_and_last_a_day()
    {
        var first = await _alice.SendText(_carol.Url, "once", "key-1");
        using var otherDevice = await _server.Client("alice");

        Assert.NotEqual(first.RowId, (await otherDevice.SendText(_carol.Url, "once", "key-1")).RowId);
        _time.Advance(TimeSpan.FromHours(24));
        Assert.NotEqual(first.RowId, (await _alice.SendText(_carol.Url, "once", "key-1")).RowId);
    }

    [Fact]
    public async Task Of_many_equal_requests_at_once_one_sends()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _alice.SendText(_carol.Url, "once", "key-1")));

        Assert.Single(receipts.Select(receipt => receipt.RowId).Distinct());
        await _carol.HasReceived(1);
        Assert.Single(await _alice.Messages(_carol.Url));
    }

    [Fact]
    public async Task The_payload_goes_out_byte_for_byte()
    {
        const string payload = """{ "kind" : "x.y/v1","n":1.00,"s":"\u00e5\ud800", "n":2}""";

        await _alice.Post("/messages", $$"""{"peer":"{{_carol.Url.Display}}","payload":{{payload}},"inReplyTo":"abc"}""");

        await _carol.HasReceived(1);
        var sent = Assert.Single(_carol.Received);
        Assert.Equal((payload, "abc", _alice.Url.Canonical), (sent.Payload.ToString(), sent.InReplyTo, sent.Sender));
    }

    public static TheoryData<string, int, string> Bad => new()
    {
        { "", 400, ErrorCode.MalformedRequest },
        { "[]", 400, ErrorCode.MalformedRequest },
        { "null", 400, ErrorCode.MalformedRequest },
        { "{\"peer\":5,\"payload\":1}", 400, ErrorCode.MalformedRequest },
        { "{\"peer\":\"PEER\"}", 400, ErrorCode.MalformedRequest },
        { "{\"Peer\":\"PEER\",\"payload\":1}", 400, "malformed-host" },
        { "{\"peer\":\"http://x.example\",\"payload\":1}", 400, "non-https-scheme" },
        { "{\"peer\":\"PEER\",\"payload\":1,\"inReplyTo\":\"\\u0000\"}", 400, ErrorCode.MalformedRequest },
        { "{\"peer\":\"PEER\",\"payload\":1,\"inReplyTo\":\"\\ud800\"}", 400, ErrorCode.MalformedRequest },
        { "{\"\\ud800\":1,\"peer\":\"PEER\",\"payload\":1}", 400, ErrorCode.MalformedRequest },
        { "{\"peer\":\"PEER\",\"payload\":{\"kind\":\"posta.link/v1\",\"url\":\"http://x\"}}", 400, ErrorCode.BadLink },
        { "{\"peer\":\"PEER\",\"payload\":{\"k\\u0069nd\":\"posta.\\u006cink/v1\"}}", 400, ErrorCode.BadLink },
        { "{\"peer\":\"PEER\",\"payload\":{\"kind\":\"posta.link/v1\",\"url\":\"https://x\",\"url\":\"https://y\"}}", 400, ErrorCode.BadLink },
        { "{\"peer\":\"PEER\",\"payload\":{\"kind\":\"a/v1\",\"kind\":\"posta.link/v1\",\"url\":\"https://x\"}}", 400, ErrorCode.BadLink },
        { "{\"peer\":\"PEER\",\"payload\":{\"\\ud800\":1,\"kind\":\"posta.link/v1\",\"url\":\"https://\\ud800\"}}", 400, ErrorCode.BadLink },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_could_never_arrive_is_refused_at_once(string body, int status, string code)
    {
        var answer = await _alice.Post("/messages", body.Replace("PEER", _carol.Url.Display));

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Empty(await _alice.Contacts());
    }

    [Fact]
    public async Task Sizes_have_limits_of_their_own()
    {
        var tooLongReply = $$"""{"peer":"{{_carol.Url.Display}}","payload":1,"inReplyTo":"{{new string('x', 257)}}"}""";
        var tooDeep = $$"""{"peer":"{{_carol.Url.Display}}","payload":{{new string('[', 1001)}}{{new string(']', 1001)}}}""";

        Assert.Equal(ErrorCode.TooLong, (await _alice.Post("/messages", tooLongReply)).Code);
        Assert.Equal((413, ErrorCode.EnvelopeTooLarge), Outcome(await _alice.Post("/messages", ApiClient.Text(_carol.Url, new string('x', 65_300)))));
        Assert.Equal((413, ErrorCode.TooLarge), Outcome(await _alice.Post("/messages", new string(' ', (256 * 1024) + 1))));
        Assert.Equal((400, ErrorCode.MalformedRequest), Outcome(await _alice.Post("/messages", tooDeep)));
        Assert.Equal((400, ErrorCode.BadParameter), Outcome(await _alice.Post("/messages", "{}", new string('k', 256))));
        Assert.Equal((400, ErrorCode.BadParameter), Outcome(await _alice.Post("/messages", "{}", "two words")));
        Assert.Equal(202, (await _alice.Post("/messages", ApiClient.Text(_carol.Url, "x"), new string('k', 255))).Status);
    }

    [Fact]
    public async Task A_link_with_an_https_url_is_sent()
    {
        var answer = await _alice.Post(
            "/messages", $$$"""{"peer":"{{{_carol.Url.Display}}}","payload":{"kind":"posta.link/v1","url":"HTTPS://x.example/a"}}""");

        Assert.Equal(202, answer.Status);
    }

    private static (int Status, string Code) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);
}
