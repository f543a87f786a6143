using Dapper;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Search;

/// <summary>The index follows the messages, and no search may notice.</summary>
public sealed class SearchIndexTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(_time, "bob");
        _carol = await Stranger.Start(_time);
        _bob = await _server.Client("bob");
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_moment_after_messages_have_come_and_gone_they_are_indexed()
    {
        await Receive("one");
        await _bob.SendText(_carol.Url, "two");
        Assert.Equal(0, await Indexed());

        await Eventually.True(async () =>
        {
            // Again and again: the index may not be waiting yet.
            _time.Advance(TimeSpan.FromSeconds(2));
            return await Indexed() == 2;
        });
    }

    [Fact]
    public async Task A_search_finds_what_a_crash_has_left_out_of_the_index()
    {
        await Receive("needle");
        await _server.Stop();
        await _server.StartAgain();

        Assert.Equal(0, await Indexed());
        Assert.Equal(1, await Find("needle"));
    }

    [Fact]
    public async Task Many_searches_at_once_index_a_message_once()
    {
        for (var i = 0; i < 5; i++) await Receive($"needle {i}");

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Find("needle")));

        Assert.All(found, count => Assert.Equal(5, count));
        Assert.Equal(5, await Find("needle"));
    }

    [Fact]
    public async Task Long_messages_and_more_than_go_in_at_once_are_all_found()
    {
        await Receive("needle " + new string('x', 20_000));
        await _server.Execute("bob",
            """
            WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 300)
            INSERT INTO messages (id, peer, direction, payload, sent_at, state)
            SELECT n, 'https://dave.example', 'outbound', CAST('{"body":"needle"}' AS BLOB), '', 'delivered' FROM number
            """);
        await Receive(new string('y', 20_000));

        Assert.Equal(200, await Find("needle"));
        Assert.Equal(302, await Indexed());
    }

    private async Task Receive(string body) => Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, body), _bob.Url)).Status);

    private async Task<int> Find(string q) =>
        (await _bob.Get($"/search?q={q}&limit=200")).Read(ClientApiJson.Default.MessageArray).Length;

    private async Task<long> Indexed()
    {
        await using var database = IdentityFolder.Of(_server.Config.Data, "bob").OpenDatabase();
        return await database.Read(connection => connection.ExecuteScalar<long>("SELECT last_row_id FROM search_index"), Ct);
    }
}
