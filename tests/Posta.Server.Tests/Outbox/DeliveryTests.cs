using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Outbox;

/// <summary>wire.md §6 against a peer that answers as the test wants, with a clock that the test turns.</summary>
public sealed class DeliveryTests : IAsyncLifetime
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
    public async Task A_wait_longer_than_any_timer_does_not_stop_the_outbox()
    {
        await using var server = await TestServer.Start("alice");
        await using var carol = await Stranger.Start(TimeProvider.System);
        var alice = await server.Client("alice");
        await server.Execute(
            "alice",
            """
            INSERT INTO messages (id, peer, direction, payload, sent_at, state, next_attempt_at)
            VALUES ('later', 'https://later.example', 'outbound', X'31', '2026-01-01T00:00:00Z', 'pending', '2999-01-01T00:00:00Z')
            """);

        for (var i = 0; i < 3; i++)
        {
            await alice.SendText(carol.Url, $"{i}");
            await alice.Newest(carol.Url, MessageState.Delivered);
        }
    }

    [Fact]
    public async Task A_message_that_cannot_be_announced_goes_out_all_the_same()
    {
        await _server.Execute(
            "alice",
            """
            CREATE TRIGGER unreadable AFTER INSERT ON contacts BEGIN
                INSERT INTO messages (id, peer, direction, payload, sent_at, state, attempts)
                VALUES ('x', NEW.url, 'inbound', X'31', '', 'received', 9999999999);
            END
            """);

        Assert.Equal(202, (await _alice.Post("/messages", ApiClient.Text(_carol.Url, "hi"))).Status);
        await _carol.HasReceived(1);
    }

    [Fact]
    public async Task A_peer_that_fails_is_tried_on_schedule_until_a_person_has_to_decide()
    {
        _carol.Answer = _ => Results.StatusCode(500);
        var sent = await _alice.SendText(_carol.Url, "hi");

        foreach (var (attempt, wait) in new[] { (1, 5), (2, 30), (3, 300), (4, 1800) })
        {
            var waiting = await Waiting(attempt);
            Assert.Equal((MessageState.Pending, "http-500"), (waiting.State, waiting.LastErrorCode));
            Assert.Equal(PostaTime.Format(_time.GetUtcNow() + TimeSpan.FromSeconds(wait)), waiting.NextAttemptAt);
            _time.Advance(TimeSpan.FromSeconds(wait) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(attempt, _carol.Received.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        var failed = await _alice.Newest(_carol.Url, MessageState.FailedPendingUser);
        Assert.Equal((5, "", "http-500"), (failed.Attempts, failed.NextAttemptAt, failed.LastErrorCode));
        Assert.All(_carol.Received, envelope => Assert.Equal(sent.Id, envelope.Id));
        Assert.Equal(5, _carol.Received.Select(envelope => envelope.Timestamp).Distinct().Count());
    }

    [Fact]
    public async Task A_message_to_a_peer_that_was_down_is_delivered_when_it_is_back()
    {
        await using var there = await TestServer.Start(_time, "bob");
        var bob = await there.Client("bob");
        await there.Stop();
        await _alice.SendText(bob.Url, "hi");
        Assert.Equal(ErrorCode.NetworkError, (await Waiting(1, bob.Url)).LastErrorCode);

        await there.StartAgain();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(2, (await _alice.Newest(bob.Url, MessageState.Delivered)).Attempts);
        Assert.Single(await bob.Messages(_alice.Url));
    }

    [Fact]
    public async Task Messages_to_one_peer_wait_for_each_other_and_other_peers_do_not_wait()
    {
        await using var dave = await Stranger.Start(_time, "dave");
        var fails = 1;
        _carol.Answer = _ => Interlocked.Decrement(ref fails) >= 0 ? Results.StatusCode(503) : Results.NoContent();
        foreach (var body in new[] { "first", "second", "third" })
            await _alice.SendText(_carol.Url, body);
        await Waiting(1, row: 0);

        await _alice.SendText(dave.Url, "hi");
        await _alice.Newest(dave.Url, MessageState.Delivered);
        Assert.Single(_carol.Received);

        _time.Advance(TimeSpan.FromSeconds(5));
        await _carol.HasReceived(4);
        Assert.Equal(["first", "first", "second", "third"], Bodies());
    }

    [Fact]
    public async Task A_retry_by_hand_takes_its_old_place_and_a_fresh_schedule()
    {
        _carol.Answer = _ => Results.Json(new { error = "forbidden" }, statusCode: 403);
        var first = await _alice.SendText(_carol.Url, "first");
        await _alice.Newest(_carol.Url, MessageState.FailedPermanent);
        _carol.Answer = _ => Results.StatusCode(500);
        await _alice.SendText(_carol.Url, "second");
        await Waiting(1);

        var retried = await _alice.Post($"/messages/{first.RowId}/retry");
        Assert.Equal((202, MessageState.Pending), (retried.Status, retried.Read(ClientApiJson.Default.SendReceipt).State));
        await Waiting(2, row: 0);
        _carol.Answer = _ => Results.NoContent();
        _time.Advance(TimeSpan.FromSeconds(5));

        await _carol.HasReceived(5);
        Assert.Equal(["first", "second", "first", "first", "second"], Bodies());
    }

    [Fact]
    public async Task A_repeated_request_wakes_an_outbox_that_was_not_told()
    {
        var text = ApiClient.Text(_carol.Url, "hi");
        await _alice.Post("/messages", text, "key");
        await _alice.Newest(_carol.Url, MessageState.Delivered);
        await _server.Execute("alice", "UPDATE messages SET state = 'pending'");

        Assert.Equal(202, (await _alice.Post("/messages", text, "key")).Status);

        await _carol.HasReceived(2);
    }

    [Fact]
    public async Task Only_a_failed_message_can_be_tried_again()
    {
        var sent = await _alice.SendText(_carol.Url, "hi");
        await _alice.Newest(_carol.Url, MessageState.Delivered);

        Assert.Equal((409, ErrorCode.NotRetryable), Outcome(await _alice.Post($"/messages/{sent.RowId}/retry")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _alice.Post("/messages/4711/retry")));
        Assert.Equal((404, ErrorCode.NotFound), Outcome(await _alice.Post("/messages/x/retry")));
    }

    public static TheoryData<int, string, string, string> Answers => new()
    {
        { 200, "", MessageState.Delivered, "" },
        { 409, """{"error":"duplicate-id"}""", MessageState.Delivered, "" },
        { 409, "<html>", MessageState.Delivered, "" },
        { 409, """{"error":"other"}""", MessageState.FailedPermanent, "other" },
        { 401, """{"error":"unknown-key"}""", MessageState.FailedPermanent, "unknown-key" },
        { 404, """{"error":"Not A Code"}""", MessageState.FailedPermanent, "http-404" },
        { 400, "[]", MessageState.FailedPermanent, "http-400" },
        { 400, """{"error":"\ud800"}""", MessageState.FailedPermanent, "http-400" },
        { 403, """{"error":null}""", MessageState.FailedPermanent, "http-403" },
        { 409, """{"error":["duplicate-id"]}""", MessageState.Delivered, "" },
        { 300, "", MessageState.FailedPermanent, ErrorCode.Redirect },
        { 305, "", MessageState.FailedPermanent, ErrorCode.Redirect },
        { 599, """{"error":"tired"}""", MessageState.Pending, "tired" },
        { 301, "", MessageState.FailedPermanent, ErrorCode.Redirect },
        { 304, "", MessageState.FailedPermanent, ErrorCode.Redirect },
        { 502, """{"error":"actor-doc-unavailable"}""", MessageState.Pending, "actor-doc-unavailable" },
        { 429, """{"error":"rate-limited"}""", MessageState.Pending, "rate-limited" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_answer_decides(int status, string body, string state, string code)
    {
        _carol.Answer = _ => Results.Text(status == 304 ? "" : body, "application/json", statusCode: status);

        await _alice.SendText(_carol.Url, "hi");

        var message = await Settled();
        Assert.Equal((state, code), (message.State, message.LastErrorCode));
    }

    [Theory]
    [InlineData("2", 5)]
    [InlineData("60", 60)]
    [InlineData("999999", 3600)]
    [InlineData("DATE", 90)]
    [InlineData("soon", 5)]
    [InlineData("-60", 5)]
    [InlineData("99999999999999999999", 3600)]
    [InlineData("60", 60, 503)]
    [InlineData("60", 5, 502)]
    public async Task Retry_After_can_lengthen_the_wait_up_to_an_hour(string retryAfter, int seconds, int status = 429)
    {
        var date = (_time.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("r", null);
        _carol.Answer = _ => new WithHeader("Retry-After", retryAfter.Replace("DATE", date), status);

        await _alice.SendText(_carol.Url, "hi");

        Assert.Equal(PostaTime.Format(_time.GetUtcNow() + TimeSpan.FromSeconds(seconds)), (await Waiting(1)).NextAttemptAt);
    }

    [Fact]
    public async Task A_stale_timestamp_is_mended_at_once_but_only_once()
    {
        _carol.Answer = _ => Results.Json(new { error = "stale-timestamp" }, statusCode: 400);

        await _alice.SendText(_carol.Url, "hi");

        Assert.Equal((2, "stale-timestamp"), ((await Waiting(2)).Attempts, (await Waiting(2)).LastErrorCode));
        Assert.Equal(PostaTime.Format(_time.GetUtcNow() + TimeSpan.FromSeconds(5)), (await Waiting(2)).NextAttemptAt);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, (await Waiting(3)).Attempts);
    }

    [Fact]
    public async Task What_was_being_sent_when_the_program_ended_is_sent_again_under_the_same_id()
    {
        var hangs = true;
        var answered = new TaskCompletionSource();
        _carol.Answer = _ => Volatile.Read(ref hangs) ? new Hanging(answered.Task) : Results.NoContent();
        var sent = await _alice.SendText(_carol.Url, "hi");
        await _carol.HasReceived(1);
        await _server.Stop();
        Volatile.Write(ref hangs, false);
        answered.SetResult();

        await _server.StartAgain();

        await _carol.HasReceived(2);
        Assert.Equal([sent.Id, sent.Id], _carol.Received.Select(envelope => envelope.Id));
        Assert.Equal(2, (await _alice.Newest(_carol.Url, MessageState.Delivered)).Attempts);
    }

    [Fact]
    public async Task The_time_of_the_next_attempt_survives_a_restart()
    {
        _carol.Answer = _ => Results.StatusCode(500);
        await _alice.SendText(_carol.Url, "hi");
        var before = await Waiting(1);
        await _server.Stop();
        await _server.StartAgain();

        var after = await Waiting(1);
        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(before, after);
        Assert.Single(_carol.Received);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _carol.HasReceived(2);
    }

    [Fact]
    public async Task A_name_without_an_address_is_tried_again()
    {
        var peer = PostaUrl.Parse("https://nobody.invalid");

        await _alice.SendText(peer, "hi");

        Assert.Equal(ErrorCode.NetworkError, (await Waiting(1, peer)).LastErrorCode);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_tried_again()
    {
        await using var erin = await Stranger.Start(_time, "erin");

        await _alice.SendText(erin.Url, "hi");

        Assert.Equal(ErrorCode.TlsError, (await Waiting(1, erin.Url)).LastErrorCode);
        Assert.Empty(erin.Received);
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_is_given_thirty_seconds()
    {
        var never = new TaskCompletionSource();
        _carol.Answer = _ => new Hanging(never.Task);
        await _alice.SendText(_carol.Url, "hi");
        await _carol.HasReceived(1);

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(ErrorCode.Timeout, (await Waiting(1)).LastErrorCode);
    }

    [Fact]
    public async Task A_private_address_fails_for_good_where_it_is_not_allowed()
    {
        await using var careful = await TestServer.Start(new ServerConfig(), _time, allowPrivate: false, "alice");
        var alice = await careful.Client("alice");

        await alice.SendText(_carol.Url, "hi");

        Assert.Equal(ErrorCode.EgressRefused, (await alice.Newest(_carol.Url, MessageState.FailedPermanent)).LastErrorCode);
    }

    [Fact]
    public async Task Eight_peers_are_served_at_once()
    {
        var open = new TaskCompletionSource();
        _carol.Answer = _ => new Hanging(open.Task);
        for (var i = 0; i < 10; i++)
            await _alice.SendText(PostaUrl.Parse($"{_carol.Url}/{i}"), "hi");

        await _carol.HasReceived(8);
        var states = await Task.WhenAll(Enumerable.Range(0, 10).Select(async i => (await _alice.Messages(PostaUrl.Parse($"{_carol.Url}/{i}")))[0].State));
        Assert.Equal(8, states.Count(state => state == MessageState.Sending));
        open.SetResult();
        await _carol.HasReceived(10);
    }

    private IEnumerable<string> Bodies() =>
        _carol.Received.Select(envelope => ((Protocol.Payloads.TextPayload)Protocol.Payloads.Payload.Parse(envelope.Payload)).Body);

    private async Task<Message> Waiting(int attempts, PostaUrl? peer = null, int row = -1)
    {
        Message? found = null;
        await Eventually.True(
            async () =>
            {
                var messages = (await _alice.Messages(peer ?? _carol.Url)).OrderBy(message => message.RowId).ToArray();
                found = row < 0 ? messages[^1] : messages[row];
                return found.Attempts >= attempts && found.State == MessageState.Pending && found.NextAttemptAt.Length > 0;
            },
            what: $"attempt {attempts} has failed");
        return found!;
    }

    private async Task<Message> Settled()
    {
        Message? found = null;
        await Eventually.True(async () =>
            (found = (await _alice.Messages(_carol.Url))[0]).State is not MessageState.Sending && found.Attempts == 1);
        return found!;
    }

    private static (int Status, string Code) Outcome(ApiAnswer answer) => (answer.Status, answer.Code);

    private sealed class WithHeader(string name, string value, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers[name] = value;
            return Task.CompletedTask;
        }
    }

    private sealed class Hanging(Task until) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            await until.WaitAsync(httpContext.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            httpContext.Response.StatusCode = 204;
        }
    }
}
