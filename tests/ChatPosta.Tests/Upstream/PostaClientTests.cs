using ChatPosta.Upstream;
using Microsoft.AspNetCore.Http;
using Posta.Hosting.Egress;
using Posta.Hosting.Logging;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Testing;

namespace ChatPosta.Tests.Upstream;

public sealed class PostaClientTests : IAsyncLifetime
{
    private static readonly PostaUrl Bob = PostaUrl.Parse("https://bob.example");

    private readonly ManualTime _time = new();
    private readonly GuardedHttp _http;
    private PostaServer _server = null!;

    public PostaClientTests() =>
        _http = new GuardedHttp(new EgressOptions { AllowPrivate = true, TrustedRoots = PostaServer.Roots }, _time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await PostaServer.Start();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_asks_with_the_users_token()
    {
        var identity = await Client().Identity(Ct);

        Assert.Equal(("Alice", _server.Identity.Display), (identity.Name, identity.Url));
    }

    [Theory]
    [InlineData(401, UpstreamFailure.Refused)]
    [InlineData(429, UpstreamFailure.Busy)]
    [InlineData(400, UpstreamFailure.Rejected)]
    [InlineData(403, UpstreamFailure.Rejected)]
    [InlineData(404, UpstreamFailure.Rejected)]
    [InlineData(409, UpstreamFailure.Rejected)]
    [InlineData(422, UpstreamFailure.Rejected)]
    [InlineData(500, UpstreamFailure.Faulty)]
    [InlineData(502, UpstreamFailure.Faulty)]
    [InlineData(503, UpstreamFailure.Faulty)]
    [InlineData(301, UpstreamFailure.Faulty)]
    [InlineData(302, UpstreamFailure.Faulty)]
    [InlineData(307, UpstreamFailure.Faulty)]
    [InlineData(304, UpstreamFailure.Faulty)]
    internal async Task Each_status_has_its_meaning(int status, UpstreamFailure failure)
    {
        _server.Say(status, status == 304 ? "" : """{"error":"some-code","message":"words"}""");

        var error = await Error(() => Client().Identity(Ct));

        Assert.Equal((failure, status), (error.Failure, error.Status));
        if (status != 304) Assert.Equal("some-code", error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"error\":5}")]
    [InlineData("{\"error\":null}")]
    [InlineData("{\"error\":\"<script>\"}")]
    [InlineData("{\"error\":\"a code with spaces\"}")]
    public async Task An_error_that_is_explained_badly_has_its_status_and_no_code(string body)
    {
        _server.Say(409, body);

        var error = await Error(() => Client().Identity(Ct));

        Assert.Equal(new UpstreamError(UpstreamFailure.Rejected, 409), error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>It works!</html>")]
    [InlineData("null")]
    [InlineData("{\"url\":")]
    [InlineData("\"text\"")]
    [InlineData("\u0000")]
    public async Task An_answer_that_is_not_postas_is_faulty(string body)
    {
        _server.Say(200, body, "text/html");

        Assert.Equal(UpstreamFailure.Faulty, (await Error(() => Client().Identity(Ct))).Failure);
        Assert.Equal(UpstreamFailure.Faulty, (await Error(() => Client().Contacts(Ct))).Failure);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_the_token_stays_here()
    {
        await using var other = await PostaServer.Start();
        _server.Answer = context =>
        {
            context.Response.Redirect(new Uri(other.Origin, "/api/v1/identity").AbsoluteUri);
            return Task.CompletedTask;
        };

        await Error(() => Client().Identity(Ct));

        Assert.Equal(0, other.Requests);
    }

    [Fact]
    public async Task An_answer_cut_short_counts_as_unreachable()
    {
        _server.Answer = async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("""{"url":""");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        Assert.Equal(UpstreamFailure.Unreachable, (await Error(() => Client().Identity(Ct))).Failure);
    }

    [Fact]
    public async Task An_endless_answer_is_given_up()
    {
        _server.Answer = async context =>
        {
            var chunk = new byte[64 * 1024];
            Array.Fill(chunk, (byte)' ');
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        };

        Assert.Equal(UpstreamFailure.Faulty, (await Error(() => Client().Identity(Ct))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_stops_is_given_up_after_15_seconds(bool hasBegunToAnswer)
    {
        var asked = new TaskCompletionSource();
        _server.Answer = async context =>
        {
            if (hasBegunToAnswer)
            {
                await context.Response.WriteAsync("[");
                await context.Response.Body.FlushAsync();
            }

            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var call = Error(() => Client().Contacts(Ct));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(UpstreamFailure.Unreachable, (await call.WaitAsync(TimeSpan.FromSeconds(10), Ct)).Failure);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable() =>
        Assert.Equal(UpstreamFailure.Unreachable, (await Error(() => Client(new Uri("https://alice.localhost:1/")).Identity(Ct))).Failure);

    [Fact]
    public async Task A_server_with_a_certificate_of_nobody_is_unreachable()
    {
        using var distrustful = new GuardedHttp(new EgressOptions { AllowPrivate = true });
        var client = new PostaClient(distrustful, _server.Origin, new Secret(PostaServer.Token));

        Assert.Equal(UpstreamFailure.Unreachable, (await Error(() => client.Identity(Ct))).Failure);
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task A_private_address_is_not_reached()
    {
        using var guarded = new GuardedHttp(new EgressOptions { TrustedRoots = PostaServer.Roots });
        var client = new PostaClient(guarded, _server.Origin, new Secret(PostaServer.Token));

        Assert.Equal(UpstreamFailure.Unreachable, (await Error(() => client.Identity(Ct))).Failure);
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task A_hole_in_a_list_hides_itself_only()
    {
        _server.Say(200, """[null,{"url":"bob.example"},null]""");

        Assert.Equal("bob.example", Assert.Single(await Client().Contacts(Ct)).Url);
    }

    [Fact]
    public async Task Strings_that_are_missing_or_null_are_empty()
    {
        _server.Say(200, """[{"peer":null,"unknown":[{}]}]""");

        var message = Assert.Single(await Client().Messages(Bob, null, 50, Ct));

        Assert.Equal(("", "", 0L), (message.Peer, message.SentAt, message.RowId));
    }

    [Fact]
    public async Task A_peer_and_its_page_are_asked_for_in_canonical_form()
    {
        var target = "";
        _server.Answer = context =>
        {
            target = context.Request.Path + context.Request.QueryString;
            return context.Response.WriteAsync("[]");
        };

        await Client().Messages(Bob, 42, 50, Ct);

        Assert.Equal("/api/v1/messages?peer=https%3A%2F%2Fbob.example&limit=50&before=42", target);
    }

    [Fact]
    public async Task A_message_goes_out_under_its_key()
    {
        var (key, body) = ("", "");
        _server.Answer = async context =>
        {
            key = context.Request.Headers["Idempotency-Key"]!;
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.Response.WriteAsync("""{"rowId":7,"id":"x","state":"pending"}""");
        };

        var receipt = await Client().Send(new SendRequest(Bob.Canonical, RawJson.Parse("""{"kind":"x"}""")), "the-key", Ct);

        Assert.Equal((7, "the-key"), (receipt.RowId, key));
        Assert.Contains("""{"kind":"x"}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_stream_outlives_the_limit_of_other_calls()
    {
        _server.Answer = async context =>
        {
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var stream = await Client().OpenEvents(null, Ct);
        var body = await stream.Content.ReadAsStreamAsync(Ct);
        var read = body.ReadAsync(new byte[1], Ct).AsTask();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.NotSame(read, await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(50), Ct)));
    }

    [Fact]
    public async Task A_refused_event_stream_is_told_by_its_status()
    {
        _server.Say(401);

        Assert.Equal(UpstreamFailure.Refused, (await Error(() => Client().OpenEvents(null, Ct))).Failure);
    }

    private PostaClient Client(Uri? origin = null) => new(_http, origin ?? _server.Origin, new Secret(PostaServer.Token));

    private static async Task<UpstreamError> Error(Func<Task> call) => (await Assert.ThrowsAsync<UpstreamException>(call)).Error;
}
