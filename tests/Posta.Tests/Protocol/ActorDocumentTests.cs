using System.Text;
using Posta.Protocol;
using Posta.Protocol.Keys;

namespace Posta.Tests.Protocol;

public sealed class ActorDocumentTests
{
    private const string PublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private const string Valid = $$"""
        {"v":1,"url":"https://alice.example","name":"Alice","about":"…","avatar":"https://alice.example/avatar-1.png","kind":"person",
         "keys":[{"id":"k1","publicKey":"{{PublicKey}}","createdAt":"2026-05-09T00:00:00Z"}]}
        """;

    private static readonly PostaUrl Alice = PostaUrl.Parse("https://alice.example");

    [Fact]
    public void Every_member_is_read()
    {
        Assert.True(TryParse(Valid, out var document, out _));

        Assert.Equal((Alice, "Alice", "…", "https://alice.example/avatar-1.png", "person"),
            (document!.Url, document.Name, document.About, document.Avatar, document.Kind));
        var key = Assert.Single(document.Keys);
        Assert.Equal(("k1", PublicKey, "2026-05-09T00:00:00Z"), (key.Id, Convert.ToBase64String(key.PublicKey.Span), key.CreatedAt));
        Assert.Same(key, document.Key("k1"));
        Assert.Null(document.Key("K1"));
    }

    [Theory]
    [InlineData("\"v\":1,", "")]
    [InlineData("\"v\":1", "\"v\":1.0")]
    [InlineData("\"name\":\"Alice\",", "")]
    [InlineData("\"name\":\"Alice\"", "\"name\":null")]
    [InlineData("\"name\":\"Alice\"", "\"later\":[[1]]")]
    [InlineData("\"name\":\"Alice\"", "\"name\":\"half \\ud800\"")]
    [InlineData(",\"createdAt\":\"2026-05-09T00:00:00Z\"", "")]
    [InlineData("\"2026-05-09T00:00:00Z\"", "\"long ago\"")]
    [InlineData("\"2026-05-09T00:00:00Z\"", "5")]
    public void Harmless_differences_are_taken(string part, string other) => Assert.True(TryParse(Swap(part, other), out _, out _));

    [Fact]
    public void A_createdAt_that_is_no_time_by_its_length_is_not_kept()
    {
        Assert.True(TryParse(Swap("2026-05-09T00:00:00Z", new string('9', 60_000)), out var document, out _));

        Assert.Equal("", document!.Keys[0].CreatedAt);
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1", "\"v\":null")]
    [InlineData("\"v\":1", "\"v\":\"1\"")]
    [InlineData("\"url\":\"https://alice.example\",", "")]
    [InlineData("\"url\":\"https://alice.example\"", "\"url\":\"https://alice.example/\"")]
    [InlineData("\"url\":\"https://alice.example\"", "\"url\":\"https://bob.example\"")]
    [InlineData("\"url\":\"https://alice.example\"", "\"url\":5")]
    [InlineData("\"name\":\"Alice\"", "\"name\":5")]
    [InlineData("\"name\":\"Alice\"", "\"name\":\"a\",\"name\":\"b\"")]
    [InlineData("\"about\":\"…\"", "\"about\":[]")]
    [InlineData("\"keys\"", "\"Keys\"")]
    [InlineData("\"id\":\"k1\"", "\"id\":\"\"")]
    [InlineData("\"id\":\"k1\"", "\"id\":\"k1\",\"id\":\"k2\"")]
    [InlineData("\"id\":\"k1\"", "\"id\":\"\\ud800\"")]
    [InlineData("\"publicKey\"", "\"publickey\"")]
    [InlineData("HURo=", "HURp=")]
    [InlineData("HURo=", "HURo")]
    [InlineData("HURo=", "HURo= ")]
    [InlineData(PublicKey, "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData(PublicKey, "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData(PublicKey, "7v///////////////////////////////////////38=")]
    [InlineData(PublicKey, "AAAA")]
    public void What_makes_a_document_invalid_is_told(string part, string other)
    {
        Assert.False(TryParse(Swap(part, other), out _, out var reason));
        Assert.NotEmpty(reason);
    }

    [Theory]
    [InlineData("\"name\":\"Alice\"", "name", 256)]
    [InlineData("\"about\":\"…\"", "about", 4_096)]
    [InlineData("\"avatar\":\"https://alice.example/avatar-1.png\"", "avatar", 2_048)]
    [InlineData("\"kind\":\"person\"", "kind", 64)]
    [InlineData("\"id\":\"k1\"", "id", 256)]
    public void Limits_count_bytes(string part, string name, int limit)
    {
        var longest = new string('æ', limit / 2);

        Assert.True(TryParse(Swap(part, $"\"{name}\":\"{longest}\""), out _, out _));
        Assert.False(TryParse(Swap(part, $"\"{name}\":\"{longest}a\""), out _, out _));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_document_has_1_to_64_keys(int count, bool expected)
    {
        var keys = Enumerable.Range(0, count).Select(i => $$"""{"id":"k{{i}}","publicKey":"{{PublicKey}}"}""");
        var json = $$"""{"url":"https://alice.example","keys":[{{string.Join(',', keys)}}]}""";

        Assert.Equal(expected, TryParse(json, out _, out _));
    }

    [Fact]
    public void A_repeated_key_id_is_invalid()
    {
        const string key = $$"""{"id":"k1","publicKey":"{{PublicKey}}"}""";

        Assert.False(TryParse($$"""{"url":"https://alice.example","keys":[{{key}},{{key}}]}""", out _, out _));
    }

    [Fact]
    public void A_document_over_65536_bytes_is_invalid()
    {
        Assert.True(TryParse(Valid.PadRight(WireFormat.MaxBytes - 2), out _, out _));
        Assert.False(TryParse(Valid.PadRight(WireFormat.MaxBytes), out _, out _));
    }

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        Assert.True(TryParse(Valid, out var document, out _));
        Assert.True(ActorDocument.TryParse(document!.ToJson(), Alice, out var again, out _));

        Assert.Equal(Encoding.UTF8.GetString(document.ToJson()), Encoding.UTF8.GetString(again.ToJson()));
    }

    [Fact]
    public void Unset_members_are_not_written()
    {
        var document = new ActorDocument { Url = Alice, Keys = [SigningKey.Generate("k1", default).Published with { CreatedAt = "" }] };
        var json = Encoding.UTF8.GetString(document.ToJson());

        Assert.StartsWith("""{"v":1,"url":"https://alice.example","keys":[{"id":"k1","publicKey":""", json, StringComparison.Ordinal);
    }

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        Property.Holds(Property.Bytes, bytes => !ActorDocument.TryParse(bytes, Alice, out _, out var reason) && reason.Length > 0);
        Property.Holds(Property.Damaged(Valid), bytes =>
            ActorDocument.TryParse(bytes, Alice, out var document, out _) == document is not null);
    }

    private static bool TryParse(string json, out ActorDocument? document, out string reason) =>
        ActorDocument.TryParse(Encoding.UTF8.GetBytes(json), Alice, out document, out reason);

    private static string Swap(string part, string other)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);
        return Valid.Replace(part, other, StringComparison.Ordinal);
    }
}
