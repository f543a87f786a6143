using System.Net;
using Microsoft.AspNetCore.Http;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Inbox;

/// <summary>Where a sender's key comes from: wire.md §5 step 4 with W-18, W-19 and W-34.</summary>
public sealed class SenderKeyTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private PostaUrl _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(new ServerConfig { RatePerMinute = 0, FetchesPerHost = 0 }, _time, "bob");
        _carol = await Stranger.Start(_time);
        _bob = _server.Url("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_document_is_fetched_once_in_five_minutes()
    {
        Assert.Equal(204, await Post());
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(204, await Post());
        Assert.Equal(1, _carol.Fetches);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(204, await Post());
        Assert.Equal(2, _carol.Fetches);
    }

    [Fact]
    public async Task A_removed_key_works_until_the_copy_is_too_old()
    {
        var old = _carol.Keys.Keys[0];
        Assert.Equal(204, await Post());
        _carol.Keys = _carol.Keys.With(SigningKey.Generate("k2", _time.GetUtcNow())).Without("k1");

        Assert.Equal(204, await Post(old));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(401, await Post(old));
    }

    [Fact]
    public async Task A_new_key_is_found_by_one_fresh_fetch()
    {
        Assert.Equal(204, await Post());
        _carol.Keys = _carol.Keys.With(SigningKey.Generate("k2", _time.GetUtcNow()));

        Assert.Equal(204, await Post(_carol.Keys.Keys[1]));
        Assert.Equal(2, _carol.Fetches);
    }

    [Fact]
    public async Task Within_a_minute_of_the_fresh_fetch_a_missing_key_is_not_refused_for_good()
    {
        Assert.Equal(204, await Post());
        var missing = SigningKey.Generate("k2", _time.GetUtcNow());

        Assert.Equal(401, await Post(missing));
        Assert.Equal(502, await Post(missing));
        Assert.Equal(2, _carol.Fetches);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(401, await Post(missing));
        Assert.Equal(3, _carol.Fetches);
    }

    [Fact]
    public async Task A_failing_fresh_fetch_leaves_the_copy_in_use()
    {
        Assert.Equal(204, await Post());
        _carol.Document = () => Results.StatusCode(500);

        Assert.Equal(502, await Post(SigningKey.Generate("k2", _time.GetUtcNow())));
        Assert.Equal(204, await Post());
    }

    [Fact]
    public async Task A_failure_is_remembered_for_five_seconds()
    {
        _carol.Document = () => Results.StatusCode(500);
        Assert.Equal(502, await Post());
        Assert.Equal(502, await Post());
        Assert.Equal(1, _carol.Fetches);

        _time.Advance(TimeSpan.FromSeconds(5));
        _carol.Document = () => Results.Bytes(_carol.Actor.ToJson(), WireFormat.MediaType);
        Assert.Equal(204, await Post());
    }

    [Fact]
    public async Task Many_messages_at_once_cause_one_fetch()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Post()));

        Assert.All(answers, status => Assert.Equal(204, status));
        Assert.Equal(1, _carol.Fetches);
    }

    public static TheoryData<string> Useless => ["redirect", "html", "other url", "too large", "no keys", "broken"];

    [Theory]
    [MemberData(nameof(Useless))]
    public async Task A_document_that_is_no_document_is_unavailable(string what)
    {
        var elsewhere = _carol.Actor with { Url = PostaUrl.Parse("https://dave.localhost") };
        _carol.Document = () => what switch
        {
            "redirect" => Results.Redirect(_carol.Url + "/moved"),
            "html" => Results.Bytes(_carol.Actor.ToJson(), "application/json"),
            "other url" => Results.Bytes(elsewhere.ToJson(), WireFormat.MediaType),
            "too large" => Results.Bytes([.. _carol.Actor.ToJson(), .. new byte[66_000]], WireFormat.MediaType),
            "no keys" => Results.Text($$"""{"v":1,"url":"{{_carol.Url}}","keys":[]}""", WireFormat.MediaType),
            _ => Results.Text("{", WireFormat.MediaType),
        };

        Assert.Equal(502, await Post());
    }

    [Fact]
    public async Task A_sender_whose_host_does_not_answer_is_unavailable()
    {
        await _carol.DisposeAsync();

        Assert.Equal(502, await Post());
    }

    [Fact]
    public async Task Fetches_are_limited_per_source_and_per_host()
    {
        await using var perSource = await TestServer.Start(new ServerConfig { FetchesPerSource = 2, FetchesPerHost = 0 }, _time, "alice");
        await using var perHost = await TestServer.Start(new ServerConfig { FetchesPerSource = 0, FetchesPerHost = 2 }, _time, "alice");
        foreach (var alice in new[] { perSource.Url("alice"), perHost.Url("alice") })
        {
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(204, (await _carol.Post(_carol.Write(alice), alice)).Status);
                _time.Advance(TimeSpan.FromMinutes(5));
            }

            // Below one host anybody can invent any number of senders.
            var answers = new List<ApiAnswer>();
            for (var i = 0; i < 3; i++)
                answers.Add(await _carol.Post(_carol.Write(alice) with { Sender = $"{_carol.Url}/{i}" }, alice));
            Assert.Equal([502, 502, 429], answers.Select(answer => answer.Status));
            Assert.Equal(("60", ErrorCode.RateLimited), (answers[2].Headers["Retry-After"], answers[2].Code));
        }
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_source_is_whom_the_proxy_names()
    {
        var config = new ServerConfig { FetchesPerSource = 1, FetchesPerHost = 0, TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] };
        await using var proxied = await TestServer.Start(config, _time, "alice");
        var alice = proxied.Url("alice");
        _carol.Document = () => Results.NotFound();

        Task<ApiAnswer> From(string address, int sender) => Stranger.Post(
            new Letter(Envelope.Write(_carol.Write(alice) with { Sender = $"{_carol.Url}/{sender}" }), _carol.Keys.Keys[0]) { ForwardedFor = address },
            alice);

        Assert.Equal(502, (await From("198.51.100.1", 1)).Status);
        Assert.Equal(502, (await From("2001:db8::1", 2)).Status);
        Assert.Equal(429, (await From("6.6.6.6, 198.51.100.1", 3)).Status);
        Assert.Equal(429, (await From("2001:db8::ffff", 4)).Status);
    }

    private Task<int> Post() => Post(_carol.Keys.Keys[0]);

    private async Task<int> Post(SigningKey key) =>
        (await Stranger.Post(new Letter(Envelope.Write(_carol.Write(_bob) with { KeyId = key.Id }), key), _bob)).Status;
}
