using FsCheck;
using FsCheck.Fluent;
using Posta.Protocol.ClientApi;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Search;

/// <summary>A search answers as if it had looked at every message, and never with a failure.</summary>
public sealed class SearchPropertyTests : IAsyncLifetime
{
    private const int Rounds = 300;

    private static readonly string[] Pieces = ["a", "b", "ab", "Ba", "å", "Å", "øl", "京", "𠮷", "👍", ".", "%", "_", "*", "-", " ", " ", "ba ab"];

    private static readonly string[] Oddities =
        ["\"", "\"\"", "from:", "from:me", "before:2026-01-01", "has:image", ":", "(", ")", "\0", "\uFFFE", "\uE020", "\u0301", "\u3000", "NEAR(", " AND ", "\\", "*"];

    private readonly List<Written> _written = [];
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.Start(new ServerConfig { RatePerMinute = 0 }, TimeProvider.System, "bob");
        _carol = await Stranger.Start(TimeProvider.System);
        _bob = await _server.Client("bob");
        foreach (var (text, i) in Text(1, 8).Sample(40, 40).Select((text, i) => (text, i)))
            await Write(text, isMine: i % 3 > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _carol.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_finds_what_looking_at_every_message_finds()
    {
        var found = 0;
        foreach (var asked in Questions.Sample(Rounds, Rounds))
        {
            var answer = await Search(asked.Typed);

            Assert.True(answer.Status == 200, $"{answer.Status} for {asked.Typed}: {answer.Body}");
            var rows = answer.Read(ClientApiJson.Default.MessageArray).Select(message => message.RowId).ToArray();
            var expected = _written.Where(asked.Accepts).Select(each => each.RowId).OrderDescending().ToArray();
            Assert.True(rows.SequenceEqual(expected), $"[{asked.Typed}] found {string.Join(",", rows)}, not {string.Join(",", expected)}");
            found += rows.Length;
        }

        Assert.NotEqual(0, found);
    }

    [Fact]
    public async Task Whatever_is_typed_it_answers_in_good_order()
    {
        var anything = Gen.OneOf(Gen.Elements(Oddities), Gen.Elements(Pieces), Gen.Choose(1, 0xFFFF).Select(c => ((char)c).ToString()));

        foreach (var typed in anything.ArrayOf().Sample(Rounds, 12).Select(pieces => string.Concat(pieces)))
            Assert.True((await Search(typed)).Status is 200 or 400, $"for {typed}");
    }

    private static Gen<string> Text(int min, int max) =>
        from count in Gen.Choose(min, max)
        from pieces in Gen.Elements(Pieces).ArrayOf(count)
        let text = string.Concat(pieces).Trim()
        where text.Length > 0
        select text;

    private static Gen<Question> Questions =>
        from count in Gen.Choose(1, 3)
        from parts in Gen.OneOf(Word, Phrase, Gen.Constant(new Question("from:me", each => each.IsMine))).ArrayOf(count)
        let distinct = parts.DistinctBy(part => part.Typed)
        select new Question(string.Join(' ', distinct.Select(part => part.Typed)), each => parts.All(part => part.Accepts(each)));

    private static Gen<Question> Word =>
        from text in Text(1, 3)
        let word = text.Replace(" ", "")
        select new Question(word, each => each.Holds(word));

    private static Gen<Question> Phrase => Text(1, 5).Select(text => new Question($"\"{text}\"", each => each.Holds(text)));

    private Task<ApiAnswer> Search(string typed) => _bob.Get($"/search?q={Uri.EscapeDataString(typed)}&limit=200");

    private async Task Write(string text, bool isMine)
    {
        if (isMine)
            await _bob.SendText(_carol.Url, text);
        else
            Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, text), _bob.Url)).Status);
        _written.Add(new Written((await _bob.Messages(_carol.Url))[0].RowId, text, isMine));
    }

    private sealed record Question(string Typed, Func<Written, bool> Accepts);

    private sealed record Written(long RowId, string Text, bool IsMine)
    {
        public bool Holds(string words) =>
            OneBlank(Text).ToLowerInvariant().Contains(OneBlank(words).ToLowerInvariant(), StringComparison.Ordinal);

        private static string OneBlank(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
