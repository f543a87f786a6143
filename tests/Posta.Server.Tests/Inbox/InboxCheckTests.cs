using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Keys;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Inbox;

/// <summary>wire.md §5, check by check.</summary>
public sealed class InboxCheckTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private PostaUrl _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "bob");
        _carol = await Stranger.Start(_time);
        _bob = _server.Url("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_good_envelope_is_answered_204_without_a_body_and_kept_byte_for_byte()
    {
        var payload = "{ \"kind\":\"posta.text\\/v1\",\t\"body\":\"\\u00e5\" , \"n\":1.0e0 }";
        var envelope = _carol.Write(_bob) with { Payload = RawJson.Parse(payload), InReplyTo = "earlier" };

        var answer = await _carol.Post(envelope, _bob);

        Assert.Equal((204, ""), (answer.Status, answer.Body));
        var kept = Assert.Single(await (await _server.Client("bob")).Messages(_carol.Url));
        Assert.Equal(payload, kept.Payload.ToString());
        Assert.Equal((envelope.Id, "earlier", "k1", MessageState.Received), (kept.Id, kept.InReplyTo, kept.KeyId, kept.State));
        Assert.Equal(PostaTime.Format(envelope.Timestamp), kept.SentAt);
    }

    [Fact]
    public async Task The_first_failing_check_gives_the_answer()
    {
        var foreignKey = SigningKey.Generate("k9", _time.GetUtcNow());
        var other = _server.Url("nobody");
        _carol.Document = () => Results.NotFound();
        var late = _carol.Write(other) with { Timestamp = _time.GetUtcNow() - TimeSpan.FromMinutes(6), KeyId = "k9", Sender = "https://CAROL.localhost" };

        // Everything is wrong; each line mends the first fault.
        await Refused(413, ErrorCode.EnvelopeTooLarge, new Letter(new byte[70_000], foreignKey) { ContentType = "text/plain", Signature = null });
        await Refused(415, ErrorCode.UnsupportedMediaType, new Letter("{"u8.ToArray(), foreignKey) { ContentType = "text/plain", Signature = null });
        await Refused(400, ErrorCode.MalformedEnvelope, new Letter("{"u8.ToArray(), foreignKey) { Signature = null });
        await Refused(400, ErrorCode.MalformedEnvelope, new Letter("{"u8.ToArray(), foreignKey));
        await Refused(400, ErrorCode.UnsupportedVersion, new Letter("""{"v":2}"""u8.ToArray(), foreignKey));
        await Refused(400, ErrorCode.MalformedEnvelope, new Letter("""{"v":1}"""u8.ToArray(), foreignKey));
        await Refused(421, ErrorCode.WrongRecipient, Sealed(late, foreignKey));
        await Refused(400, ErrorCode.StaleTimestamp, Sealed(late = late with { Recipient = _bob.Canonical }, foreignKey));
        await Refused(401, ErrorCode.BadSignature, Sealed(late = late with { Timestamp = _time.GetUtcNow() }, foreignKey));
        Assert.Equal(0, _carol.Fetches);
        await Refused(502, ErrorCode.ActorDocUnavailable, Sealed(late = late with { Sender = _carol.Url.Canonical }, foreignKey));
        _carol.Document = () => Results.Bytes(_carol.Actor.ToJson(), WireFormat.MediaType);
        _time.Advance(TimeSpan.FromSeconds(5));
        await Refused(401, ErrorCode.UnknownKey, Sealed(late, foreignKey));
        await Refused(401, ErrorCode.BadSignature, Sealed(late = late with { KeyId = "k1" }, foreignKey));
        Assert.Equal(204, (await Stranger.Post(Sealed(late, _carol.Keys.Keys[0]), _bob)).Status);
        await Refused(409, ErrorCode.DuplicateId, Sealed(late, _carol.Keys.Keys[0]));
    }

    [Theory]
    [InlineData("Content-Type: application/posta+json\r\nContent-Length: 65537", 413)]
    [InlineData("Content-Type: text/plain\r\nContent-Length: 9999999999", 413)]
    [InlineData("Content-Length: 0", 415)]
    [InlineData("Content-Type: application/posta+json\r\nContent-Type: application/posta+json\r\nContent-Length: 0", 415)]
    [InlineData("Content-Type: application/posta+json\r\nContent-Encoding: gzip\r\nContent-Length: 0", 415)]
    [InlineData("Content-Type: application/posta+json\r\nPosta-Signature: a\r\nPosta-Signature: b\r\nContent-Length: 0", 400)]
    [InlineData("Content-Type: application/posta+json\r\nTransfer-Encoding: chunked\r\n\r\nxyz", 400)]
    public async Task Headers_alone_can_be_enough_for_a_refusal(string headers, int status)
    {
        foreach (var path in new[] { "/", "/elsewhere" }[..(status == 413 ? 2 : 1)])
            Assert.StartsWith($"HTTP/1.1 {status} ", await RawHttp.Exchange(
                _bob, Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: {_bob.Authority}\r\nConnection: close\r\n{headers}\r\n\r\n")));
    }

    [Theory]
    [InlineData("", "/", "413")]
    [InlineData("", "/elsewhere", "413")]
    [InlineData("", "/healthz", "413")]
    [InlineData("", "/?x=1", "413")]
    [InlineData("nobody.example", "/", "413")]
    [InlineData("", "/api/v1/messages", "401")]
    public async Task Too_large_is_said_first_of_all_wherever_it_goes(string host, string path, string status)
    {
        var head = $"POST {path} HTTP/1.1\r\nHost: {(host.Length > 0 ? host : _bob.Authority)}\r\nConnection: close\r\nContent-Length: 65537\r\n\r\n";

        Assert.Equal(status, (await RawHttp.Exchange(_bob, Encoding.ASCII.GetBytes(head))).Split(' ')[1]);
    }

    [Fact]
    public async Task A_body_without_a_length_is_refused_as_soon_as_it_is_too_large()
    {
        var letter = new Letter(new byte[65_537], _carol.Keys.Keys[0]) { Chunked = true };

        await Refused(413, ErrorCode.EnvelopeTooLarge, letter);
    }

    [Fact]
    public async Task An_envelope_of_exactly_the_limit_is_taken()
    {
        var envelope = _carol.Write(_bob, "");
        var room = WireFormat.MaxBytes - Envelope.Write(envelope).Length;

        var answer = await _carol.Post(_carol.Write(_bob, new string('x', room)) with { Id = envelope.Id }, _bob);

        Assert.Equal(204, answer.Status);
    }

    [Fact]
    public async Task Parameters_of_the_content_type_do_not_matter()
    {
        var letter = Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]) with { ContentType = "Application/Posta+JSON; charset=utf-16" };

        Assert.Equal(204, (await Stranger.Post(letter, _bob)).Status);
    }

    [Theory]
    [InlineData("-_8=")]
    [InlineData("AAAA")]
    [InlineData("")]
    public async Task A_signature_that_is_not_the_base64_of_64_bytes_is_malformed(string signature) =>
        await Refused(400, ErrorCode.MalformedEnvelope, Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]) with { Signature = signature });

    [Theory]
    [InlineData(-301, 400)]
    [InlineData(-300, 204)]
    [InlineData(300, 204)]
    [InlineData(301, 400)]
    public async Task A_timestamp_may_be_five_minutes_off(int seconds, int status)
    {
        var answer = await _carol.Post(_carol.Write(_bob) with { Timestamp = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds) }, _bob);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_refusal_for_lack_of_proof_names_its_code_in_the_challenge()
    {
        var forged = Sealed(_carol.Write(_bob), SigningKey.Generate("k1", _time.GetUtcNow()));

        var answer = await Refused(401, ErrorCode.BadSignature, forged);

        Assert.Equal("Posta error=\"bad-signature\"", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task The_signature_covers_the_very_bytes()
    {
        var letter = Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]);
        var respaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(letter.Body).Replace("\"v\":1", "\"v\": 1"));

        await Refused(401, ErrorCode.BadSignature, letter with { Body = respaced });
    }

    [Fact]
    public async Task The_same_id_from_another_sender_is_another_message()
    {
        await using var dave = await Stranger.Start(_time, "dave");
        var envelope = _carol.Write(_bob);

        Assert.Equal(204, (await _carol.Post(envelope, _bob)).Status);
        Assert.Equal(204, (await dave.Post(dave.Write(_bob) with { Id = envelope.Id }, _bob)).Status);
    }

    [Fact]
    public async Task Ids_are_compared_byte_by_byte()
    {
        foreach (var id in new[] { "a", "A", "\u00e5", "a\u030a", "a ", " a" })
            Assert.Equal(204, (await _carol.Post(_carol.Write(_bob) with { Id = id }, _bob)).Status);

        // The same characters, written as an escape.
        var letter = Sealed(_carol.Write(_bob) with { Id = "a" }, _carol.Keys.Keys[0]);
        var escaped = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(letter.Body).Replace("\"id\":\"a\"", "\"id\":\"\\u0061\""));
        await Refused(409, ErrorCode.DuplicateId, new Letter(escaped, _carol.Keys.Keys[0]));
    }

    [Fact]
    public async Task A_rooms_leave_is_kept_like_any_message()
    {
        const string leave = """{"kind":"posta.room/v1","action":"leave"}""";

        Assert.Equal(204, (await _carol.Post(_carol.Write(_bob) with { Payload = RawJson.Parse(leave) }, _bob)).Status);

        Assert.Equal(leave, Assert.Single(await (await _server.Client("bob")).Messages(_carol.Url)).Payload.ToString());
    }

    public static TheoryData<string> OddPayloads =>
    [
        "{\r\"kind\":\"posta.text/v1\",\r\n\"body\":\"hi\"}", "\"\\ud800\\u0000\"", "1e999", "{\"a\":1,\"a\":2}",
        new string('[', 1_000) + new string(']', 1_000),
    ];

    [Theory]
    [MemberData(nameof(OddPayloads))]
    public async Task An_odd_payload_is_exact_in_the_page_and_announced_like_any(string payload)
    {
        var bob = await _server.Client("bob");
        using var events = await bob.Events();

        Assert.Equal(204, (await _carol.Post(_carol.Write(_bob) with { Payload = RawJson.Parse(payload) }, _bob)).Status);

        Assert.Equal(payload, Assert.Single(await bob.Messages(_carol.Url)).Payload.ToString());
        // Line ends may have become others there.
        var announced = JsonSerializer.Deserialize((await events.Next(EventName.Inbound)).Data, ClientApiJson.Default.Message)!;
        Assert.Equal(payload.ReplaceLineEndings("\n"), announced.Payload.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Of_many_equal_posts_at_once_one_is_stored()
    {
        var letter = Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Stranger.Post(letter, _bob)));

        Assert.Equal([204, .. Enumerable.Repeat(409, 11)], answers.Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Verified_messages_are_limited_per_sender_and_forged_ones_do_not_count()
    {
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(204, (await _carol.Post(_carol.Write(_bob), _bob)).Status);
            if (i % 10 == 0)
                await Refused(401, ErrorCode.BadSignature, Sealed(_carol.Write(_bob), SigningKey.Generate("k1", _time.GetUtcNow())));
        }

        _time.Advance(TimeSpan.FromSeconds(20.5));
        var answer = await Refused(429, ErrorCode.RateLimited, Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]));
        var wait = int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture);
        Assert.Equal(40, wait);
        _time.Advance(TimeSpan.FromSeconds(wait));
        Assert.Equal(204, (await _carol.Post(_carol.Write(_bob), _bob)).Status);
    }

    [Fact]
    public async Task Nothing_but_the_exact_address_takes_envelopes()
    {
        var letter = Sealed(_carol.Write(_bob), _carol.Keys.Keys[0]);

        Assert.Equal(404, (await Stranger.Post(letter with { Path = "/?x=1" }, _bob)).Status);
        Assert.Equal(401, (await Stranger.Post(letter with { Path = "/users/bob" }, _bob)).Status);
        Assert.Equal(404, (await Stranger.Post(letter, _server.Url("alice"))).Status);
    }

    private static Letter Sealed(Envelope envelope, SigningKey key) => new(Envelope.Write(envelope), key);

    private async Task<ApiAnswer> Refused(int status, string code, Letter letter)
    {
        var answer = await Stranger.Post(letter, _bob);
        Assert.Equal((status, code), (answer.Status, answer.Code));
        return answer;
    }
}
