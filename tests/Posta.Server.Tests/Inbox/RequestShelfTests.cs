using System.Text;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Inbox;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Inbox;

/// <summary>Strangers cost nothing but a name: what they leave in the list of contacts has a bound.</summary>
public sealed class RequestShelfTests : IAsyncLifetime
{
    // What chat-posta reads of one answer, and no client should need more.
    private const int LargestList = 16 << 20;

    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("bob");
        _carol = await Stranger.Start(TimeProvider.System);
        _bob = await _server.Client("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_before_a_full_shelf_is_asked_to_come_again()
    {
        await Fill(ReceivedStore.MaxRequests);

        var answer = await Write();

        Assert.Equal((429, ErrorCode.RateLimited, "3600"), (answer.Status, answer.Code, answer.Headers["Retry-After"]));
        Assert.Empty(await _bob.Messages(_carol.Url));
        Assert.DoesNotContain(await _bob.Contacts(), contact => contact.Url == _carol.Url.Display);
    }

    [Fact]
    public async Task Whoever_is_known_passes_a_full_shelf()
    {
        Assert.Equal(204, (await Write()).Status);
        await Fill(ReceivedStore.MaxRequests - 1);

        Assert.Equal(204, (await Write()).Status);
        await _bob.Post("/contacts", $$"""{"url":"{{_carol.Url}}"}""");
        await Fill(1, "late");
        Assert.Equal(204, (await Write()).Status);
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("block")]
    [InlineData("remove")]
    public async Task A_cleared_place_is_free_for_the_next(string how)
    {
        await Fill(ReceivedStore.MaxRequests);
        Assert.Equal(429, (await Write()).Status);

        await (how switch
        {
            "accept" => _bob.Post("/contacts", """{"url":"x1.example"}"""),
            "block" => _bob.Patch("/contacts", """{"url":"x1.example","status":"blocked"}"""),
            _ => _bob.Delete("/contacts?url=x1.example"),
        });

        Assert.Equal(204, (await Write()).Status);
    }

    [Fact]
    public async Task Nobody_who_was_removed_comes_back_to_a_full_shelf()
    {
        var first = _carol.Write(_bob.Url);
        await _carol.Post(first, _bob.Url);
        await _bob.Delete($"/contacts?url={_carol.Url.Display}");
        await Fill(ReceivedStore.MaxRequests);

        Assert.Equal(429, (await Write()).Status);
        Assert.Equal(409, (await _carol.Post(first, _bob.Url)).Status);
    }

    [Fact]
    public async Task A_request_brings_a_short_last_message_only()
    {
        await Write(new string('x', 600));
        Assert.Null(Assert.Single(await _bob.Contacts()).LastMessage);

        await Write("short");
        Assert.NotNull(Assert.Single(await _bob.Contacts()).LastMessage);

        await Write(new string('x', 600));
        await _bob.Post("/contacts", $$"""{"url":"{{_carol.Url}}"}""");
        Assert.NotNull(Assert.Single(await _bob.Contacts()).LastMessage);
    }

    // Each at the limits of the wire, in the characters that JSON makes the most of.
    [Fact]
    public async Task The_longest_list_that_strangers_can_make_is_read()
    {
        await Fill(ReceivedStore.MaxRequests, rest: new string('\'', 2000));
        await _server.Execute("bob",
            """
            UPDATE contacts SET name = replace(hex(zeroblob(128)), '0', char(1)), avatar = replace(hex(zeroblob(1024)), '0', char(1));
            INSERT INTO messages (id, peer, direction, payload, in_reply_to, sent_at, received_at, state, key_id)
            SELECT replace(hex(zeroblob(128)), '0', char(1)), url, 'inbound', CAST('"' || hex(zeroblob(255)) || '"' AS BLOB),
                   replace(hex(zeroblob(128)), '0', char(1)), '', '', 'received', replace(hex(zeroblob(128)), '0', char(1))
            FROM contacts;
            """);

        var list = await _bob.Get("/contacts");

        Assert.Equal(ReceivedStore.MaxRequests, list.Read(ClientApiJson.Default.ContactArray).Count(contact => contact.LastMessage is not null));
        Assert.InRange(Encoding.UTF8.GetByteCount(list.Body), 0, LargestList);
    }

    private Task Fill(int count, string name = "x", string rest = "") => _server.Execute("bob",
        $"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {count})
        INSERT INTO contacts (url, status)
        SELECT 'https://{name}' || n || '.example{(rest.Length > 0 ? "/" + rest.Replace("'", "''") : "")}', 'request' FROM number
        """);

    private Task<ApiAnswer> Write(string body = "hi") => _carol.Post(_carol.Write(_bob.Url, body), _bob.Url);
}
