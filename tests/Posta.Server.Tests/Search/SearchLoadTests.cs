using System.Collections;
using Dapper;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Search;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Search;

/// <summary>What a search may cost, whatever strangers sent to be searched.</summary>
public sealed class SearchLoadTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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

    [Theory]
    [InlineData("needle", 0, 1)]
    [InlineData("needle", SearchedContent.MaxCharacters - 6, 1)]
    [InlineData("needle", SearchedContent.MaxCharacters - 5, 0)]
    [InlineData("needle", 60_000, 0)]
    [InlineData("\U00020BB7", SearchedContent.MaxCharacters - 2, 1)]
    [InlineData("\U00020BB7", SearchedContent.MaxCharacters - 1, 0)]
    public async Task The_beginning_of_a_message_is_searched(string word, int before, int found)
    {
        await Receive(new string('-', before) + word);

        Assert.Equal(found, (await Find(word)).Length);
    }

    [Fact]
    public async Task A_long_message_costs_the_index_no_more_than_a_page()
    {
        await using var database = IdentityFolder.Of(_server.Config.Data, "bob").OpenDatabase();
        var noise = string.Concat(Enumerable.Range(0, 60_000).Select(i => (char)('a' + (i * 7919L % 104_729 % 26))));

        var terms = await database.Read(connection => connection.ExecuteScalar<string>(
            "SELECT search_terms(CAST(@payload AS BLOB), 'https://carol.example', 'inbound')", new { payload = $$"""{"body":"{{noise}}"}""" }), Ct);

        Assert.InRange(terms!.Split(' ').Length, 1, 3 * SearchedContent.MaxCharacters);
        Assert.InRange(terms.Length, 1, 12 * SearchedContent.MaxCharacters);
    }

    // "abc bcd" has all the grams of abcd, and not abcd.
    [Fact]
    public async Task A_search_looks_at_so_many_candidates_and_answers_what_it_found()
    {
        await Receive("abcd");
        await Copy("abc bcd", SearchStore.MaxCandidates - 1);
        Assert.Single(await Find("abcd"));

        await Copy("abc bcd", 1);
        Assert.Empty(await Find("abcd"));
    }

    [Fact]
    public async Task Searches_leave_readers_to_others()
    {
        await Receive("needle");
        using var words = new HeldWords("needle");
        var searches = Enumerable.Range(0, 8).Select(_ => Task.Run(() => Search(words), Ct)).ToArray();
        Assert.True(await words.Begun.WaitAsync(Bound, Ct) && await words.Begun.WaitAsync(Bound, Ct));

        Assert.Single(await _bob.Contacts().WaitAsync(Bound, Ct));

        words.Go.Set();
        Assert.All(await Task.WhenAll(searches), found => Assert.Single(found));
    }

    private Task<Message[]> Search(IReadOnlyList<string> words) =>
        _server.Identity("bob").Search.Find(new SearchQuery { Words = words }, null, 50, Ct);

    private async Task<Message[]> Find(string q) =>
        (await _bob.Get($"/search?q={Uri.EscapeDataString(q)}")).Read(ClientApiJson.Default.MessageArray);

    private async Task Receive(string body) => Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, body), _bob.Url)).Status);

    private Task Copy(string body, int count) => _server.Execute("bob",
        $$"""
        WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {{count}})
        INSERT INTO messages (id, peer, direction, payload, sent_at, state)
        SELECT '', 'https://dave.example', 'outbound', CAST('{"body":"{{body}}"}' AS BLOB), '', 'delivered' FROM number
        """);

    /// <summary>Words that nobody gets to read before the test says so: a search that takes as long as it likes.</summary>
    private sealed class HeldWords(string word) : IReadOnlyList<string>, IDisposable
    {
        public SemaphoreSlim Begun { get; } = new(0);

        public ManualResetEventSlim Go { get; } = new();

        public int Count => 1;

        public string this[int index] => word;

        public IEnumerator<string> GetEnumerator()
        {
            Begun.Release();
            Go.Wait(Ct);
            yield return word;
        }

        public void Dispose()
        {
            Begun.Dispose();
            Go.Dispose();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
