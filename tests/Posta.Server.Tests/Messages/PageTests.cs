using Posta.Protocol;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Messages;

public sealed class PageTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _alice = null!;
    private long[] _rows = [];

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start("alice");
        _carol = await Stranger.Start(TimeProvider.System);
        _alice = await _server.Client("alice");
        var rows = new List<long>();
        for (var i = 0; i < 5; i++)
            rows.Add((await _alice.SendText(_carol.Url, $"{i}")).RowId);
        _rows = [.. rows];
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_run_backwards_from_the_newest()
    {
        Assert.Equal([_rows[4], _rows[3]], await Rows("&limit=2"));
        Assert.Equal([_rows[2], _rows[1]], await Rows($"&limit=2&before={_rows[3]}"));
        Assert.Equal([], await Rows($"&before={_rows[0]}"));
    }

    [Fact]
    public async Task After_runs_forwards_and_both_cursors_are_exclusive()
    {
        Assert.Equal([_rows[2], _rows[3]], await Rows($"&limit=2&after={_rows[1]}"));
        Assert.Equal([_rows[1], _rows[2]], await Rows($"&after={_rows[0]}&before={_rows[3]}"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("limit=1&limit=2")]
    [InlineData("before=-1")]
    [InlineData("after=")]
    [InlineData("after=99999999999999999999")]
    public async Task Bad_numbers_are_named(string query)
    {
        var answer = await _alice.Get($"/messages?peer={_carol.Url.Display}&{query}");

        Assert.Equal((400, ErrorCode.BadParameter), (answer.Status, answer.Code));
        Assert.Contains(query.Split('=')[0], answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_is_required_and_an_unknown_one_has_no_messages()
    {
        Assert.Equal((400, "malformed-host"), ((await _alice.Get("/messages")).Status, (await _alice.Get("/messages")).Code));
        Assert.Empty(await _alice.Messages(PostaUrl.Parse("https://nobody.example")));
    }

    private async Task<IEnumerable<long>> Rows(string query) => (await _alice.Messages(_carol.Url, query)).Select(message => message.RowId);
}
