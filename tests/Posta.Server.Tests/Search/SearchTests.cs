using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Identities;
using Posta.Server.Tests.Support;
using Posta.Testing;

namespace Posta.Server.Tests.Search;

public sealed class SearchTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestServer _server = null!;
    private Stranger _carol = null!;
    private ApiClient _bob = null!;

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
    public async Task What_came_and_what_went_is_found_newest_first_and_in_pages()
    {
        var first = await Receive("a whale");
        await Receive("a herring");
        var second = await Send("another whale");
        var third = await Receive("whales!");

        Assert.Equal([third, second, first], await Find("whale"));
        Assert.Equal([third, second], await Find("whale", "&limit=2"));
        Assert.Equal([first], await Find("whale", $"&limit=2&before={second}"));
        Assert.Empty(await Find("shark"));
    }

    [Fact]
    public async Task A_found_message_is_the_message()
    {
        await Receive("needle");

        Assert.Equal((await _bob.Messages(_carol.Url)).Single(), (await Search("needle")).Read(ClientApiJson.Default.MessageArray).Single());
    }

    [Theory]
    [InlineData("""{"kind":"posta.text/v1","body":"NEEDLE"}""", true)]
    [InlineData("""{"kind":"posta.link/v1","url":"https://x.example/needle.png"}""", true)]
    [InlineData("""{"kind":"posta.link/v1","url":"https://x.example","name":"needle.png"}""", true)]
    [InlineData("""{"kind":"posta.link/v1","url":"https://x.example","alt":"a needle"}""", true)]
    [InlineData("""{"kind":"acme.poem/v2","body":"n\u0065edle"}""", true)]
    [InlineData("""{"kind":"acme.poem/v2","body":5,"body":"needle"}""", true)]
    [InlineData("""{"kind":"acme.poem/v2","title":"needle"}""", false)]
    [InlineData("""{"kind":"acme.poem/v2","body":["needle"]}""", false)]
    [InlineData("""{"kind":"acme.poem/v2","needle":"x"}""", false)]
    [InlineData("""{"body":"nee","name":"dle"}""", false)]
    [InlineData("\"needle\"", false)]
    [InlineData("""["needle"]""", false)]
    [InlineData("17", false)]
    public async Task The_texts_of_any_payload_are_searched(string payload, bool isFound)
    {
        await Post(payload);

        Assert.Equal(isFound ? 1 : 0, (await Find("needle")).Length);
    }

    [Fact]
    public async Task What_was_said_in_a_room_is_found()
    {
        var inner = Convert.ToBase64String(Envelope.Write(_carol.Write(_bob.Url, "needle")));
        await Post($$"""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"{{inner}}","signature":""}""");

        Assert.Single(await Find("needle"));
    }

    [Theory]
    [InlineData("Ærlig talt", "ærlig", true)]
    [InlineData("ærlig talt", "ÆRLIG", true)]
    [InlineData("Ål og ØL", "øl", true)]
    [InlineData("Ål", "å", true)]
    [InlineData("går", "gar", false)]
    [InlineData("ga\u030Ar", "går", true)]
    [InlineData("gar", "går", false)]
    [InlineData("øre", "ore", false)]
    [InlineData("ære", "aere", false)]
    [InlineData("Crème brûlée", "creme BRULEE", true)]
    [InlineData("creme", "crème", true)]
    [InlineData("Straße", "STRASSE", false)]
    [InlineData("東京に行きました", "京", true)]
    [InlineData("東京に行きました", "東京", true)]
    [InlineData("東京に行きました", "行きました", true)]
    [InlineData("東京に行きました", "京東", false)]
    [InlineData("한국어", "국", true)]
    [InlineData("𠮷野家", "𠮷", true)]
    [InlineData("well 👍🏽 done", "👍🏽", true)]
    [InlineData("ＡＢＣ", "abc", true)]
    [InlineData("Привет, Андрей", "андрей", true)]
    [InlineData("Άλφα", "αλφα", true)]
    [InlineData("på vei i dag", "på", true)]
    [InlineData("på vei i dag", "I", true)]
    [InlineData("på vei i dag", "ei", true)]
    [InlineData("på vei i dag", "ii", false)]
    [InlineData("på vei i dag", "dag på", true)]
    [InlineData("på vei i dag", "\"vei i dag\"", true)]
    [InlineData("på vei\n i\tdag", "\"vei i dag\"", true)]
    [InlineData("på vei i dag", "\"i vei\"", false)]
    [InlineData("på vei i dag", "\"vei i", true)]
    [InlineData("søndagsmiddag", "middag", true)]
    [InlineData("well...", "..", true)]
    [InlineData("50% off", "0% o", true)]
    [InlineData("50% off", "\"0% o\"", true)]
    [InlineData("a_b", "a%b", false)]
    [InlineData("\uE020x", "\uE020", true)]
    [InlineData("nul\0l", "l\0l", true)]
    public async Task Words_are_found_as_people_type_them(string text, string q, bool isFound)
    {
        await Send(text);

        Assert.Equal(isFound ? 1 : 0, (await Find(q)).Length);
    }

    [Theory]
    [InlineData("body:x")]
    [InlineData("AND")]
    [InlineData("x OR y")]
    [InlineData("NEAR(x y)")]
    [InlineData("NOT")]
    [InlineData("^x*")]
    [InlineData("-x")]
    [InlineData("x + y")]
    [InlineData("{terms}: x")]
    [InlineData("'; DROP TABLE messages; --")]
    [InlineData("\\ / ( ) [ ]")]
    [InlineData("to:me")]
    [InlineData("https://x.example/?a=b#c")]
    public async Task The_index_has_no_syntax_of_its_own(string q)
    {
        var row = await Send($"this text holds {q} as it is typed");
        await Send("elsewhere");

        Assert.Equal([row], await Find(q));
    }

    [Fact]
    public async Task From_asks_for_the_writer()
    {
        await using var dave = await Stranger.Start(_time, "dave");
        var mine = await Send("lunch?");
        var hers = await Receive("lunch!");
        await dave.Post(dave.Write(_bob.Url, "lunch."), _bob.Url);

        Assert.Equal([mine], await Find("lunch from:me"));
        Assert.Equal([mine], await Find("FROM:Me"));
        Assert.Equal([hers], await Find($"from:{_carol.Url.Display} lunch"));
        Assert.Equal([hers], await Find($"from:{_carol.Url.Canonical.ToUpperInvariant()}"));
        Assert.Equal([hers, mine], await Find("lunch", $"&peer={_carol.Url.Display}"));
        Assert.Empty(await Find("from:nobody.example"));
        Assert.Empty(await Find($"from:{_carol.Url.Display}", $"&peer={dave.Url.Display}"));
    }

    [Fact]
    public async Task Before_and_after_ask_for_the_time_by_our_clock()
    {
        AdvanceTo(new(2026, 1, 2, 23, 59, 59, TimeSpan.Zero));
        var yesterday = await Send("yesterday");
        AdvanceTo(new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero));
        var midnight = await Receive("midnight");
        AdvanceTo(new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero));
        var noon = await Receive("noon");

        Assert.Equal([yesterday], await Find("before:2026-01-03"));
        Assert.Equal([noon, midnight], await Find("after:2026-01-03"));
        Assert.Equal([midnight], await Find("after:2026-01-03 before:2026-01-03T12:00:00Z"));
        Assert.Equal([noon, midnight, yesterday], await Find("before:2026-01-03T14:00:01+02:00"));
        Assert.Equal([noon], await Find("noon after:2020-01-01"));
        Assert.Empty(await Find("noon before:2020-01-01"));
        Assert.Empty(await Find("after:9999-12-31"));
        Assert.Empty(await Find("after:2026-01-03 before:2026-01-02"));
    }

    [Fact]
    public async Task Has_image_asks_for_images()
    {
        await Send("image");
        await Post("""{"kind":"posta.link/v1","url":"https://x.example/a.pdf","mediaType":"application/pdf","name":"image"}""");
        await Post("""{"kind":"posta.link/v1","url":"https://x.example/a.png","mediaType":"IMAGE/png","name":"sunset"}""");
        var newest = await Post("""{"kind":"posta.link/v1","url":"https://x.example/b.png","mediaType":"image/png","name":"fjord"}""");

        Assert.Equal(2, (await Find("has:image")).Length);
        Assert.Equal([newest], await Find("has:IMAGE fjord"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=")]
    [InlineData("?q=%20%09")]
    [InlineData("?q=%22%22")]
    [InlineData("?q=a&q=b")]
    [InlineData("?q=from:")]
    [InlineData("?q=from:-")]
    [InlineData("?q=from:me+from:x.example")]
    [InlineData("?q=before:yesterday")]
    [InlineData("?q=before:2026-13-01")]
    [InlineData("?q=after:2026-02-30")]
    [InlineData("?q=after:2026-11-22t00:00:00Z")]
    [InlineData("?q=after:2026-01-01+after:2026-01-02")]
    [InlineData("?q=has:video")]
    [InlineData("?q=x&limit=0")]
    [InlineData("?q=x&limit=201")]
    [InlineData("?q=x&before=-1")]
    public async Task A_bad_query_is_named(string query)
    {
        var answer = await _bob.Get($"/search{query}");

        Assert.Equal((400, ErrorCode.BadParameter), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_query_has_up_to_256_bytes()
    {
        var row = await Send(new string('å', 200));

        Assert.Equal([row], await Find(new string('å', 128)));
        Assert.Equal(400, (await Search(new string('å', 128) + "x")).Status);
        Assert.Equal((400, "malformed-host"), ((await Search("x", "&peer=")).Status, (await Search("x", "&peer=")).Code));
    }

    [Fact]
    public async Task The_deepest_payload_and_half_a_character_are_taken()
    {
        await Post(string.Concat(Enumerable.Repeat("{\"a\":", 999)) + "1" + new string('}', 999));
        await Post("""{"body":"half \ud800 \ufffe needle"}""");

        Assert.Single(await Find("needle"));
    }

    [Fact]
    public async Task Messages_from_before_there_was_a_search_are_found()
    {
        var row = await Receive("needle");
        Assert.Equal([row], await Find("needle"));
        await _server.Execute("bob", $"DROP TABLE messages_fts; {Migration()} DROP TRIGGER messages_searchable");

        Assert.Equal([row], await Find("needle"));
        Assert.Equal([await Send("needle two"), row], await Find("needle"));
    }

    private void AdvanceTo(DateTimeOffset time) => _time.Advance(time - _time.GetUtcNow());

    private static string Migration()
    {
        var server = typeof(IdentityFolder).Assembly;
        var name = server.GetManifestResourceNames().Single(each => each.EndsWith("-search.data.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(server.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private Task<ApiAnswer> Search(string q, string rest = "") => _bob.Get($"/search?q={Uri.EscapeDataString(q)}{rest}");

    private async Task<long[]> Find(string q, string rest = "")
    {
        var answer = await Search(q, rest);
        Assert.True(answer.Status == 200, answer.Body);
        return [.. answer.Read(ClientApiJson.Default.MessageArray).Select(message => message.RowId)];
    }

    private async Task<long> Send(string body) => (await _bob.SendText(_carol.Url, body)).RowId;

    private async Task<long> Post(string payload)
    {
        var answer = await _bob.Post("/messages", $$"""{"peer":"{{_carol.Url.Display}}","payload":{{payload}}}""");
        Assert.True(answer.Status == 202, answer.Body);
        return answer.Read(ClientApiJson.Default.SendReceipt).RowId;
    }

    private async Task<long> Receive(string body)
    {
        Assert.Equal(204, (await _carol.Post(_carol.Write(_bob.Url, body), _bob.Url)).Status);
        return (await _bob.Messages(_carol.Url))[0].RowId;
    }
}
