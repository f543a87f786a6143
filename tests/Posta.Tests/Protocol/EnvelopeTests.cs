using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Posta.Protocol;

namespace Posta.Tests.Protocol;

public sealed class EnvelopeTests
{
    private const string Valid = """
        {"v":1,"id":"m1","sender":"https://alice.example","recipient":"https://bob.example","timestamp":"2026-05-14T20:00:00Z",
         "keyId":"k1","inReplyTo":"m0","payload":{"kind":"posta.text/v1","body":"hello"}}
        """;

    [Fact]
    public void Every_member_is_read()
    {
        var envelope = Read(Valid).Envelope!;

        Assert.Equal(("m1", "https://alice.example", "https://bob.example", "k1", "m0"),
            (envelope.Id, envelope.Sender, envelope.Recipient, envelope.KeyId, envelope.InReplyTo));
        Assert.Equal(new DateTimeOffset(2026, 5, 14, 20, 0, 0, TimeSpan.Zero), envelope.Timestamp);
        Assert.Equal("""{"kind":"posta.text/v1","body":"hello"}""", envelope.Payload.ToString());
    }

    [Theory]
    [InlineData("\"v\":1", "\"v\":1.0")]
    [InlineData("\"v\":1", "\"v\":10e-1")]
    [InlineData("\"v\":1", "\"v\":0.01E+2")]
    [InlineData("\"v\":1", "\"v\":1.000e-0")]
    [InlineData("\"v\":1", "\"V\":2,\"v\":1")]
    [InlineData("\"id\":\"m1\"", "\"\\u0069d\":\"m1\"")]
    [InlineData("\"inReplyTo\":\"m0\",", "")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"inReplyTo\":null")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"inReplyTo\":\"\"")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"later\":{\"a\":[1]}")]
    [InlineData("\"sender\":\"https://alice.example\"", "\"sender\":\"no url at all\"")]
    [InlineData("\"body\":\"hello\"", "\"body\":\"a\",\"body\":\"b\"")]
    [InlineData("\"body\":\"hello\"", "\"body\":\"\\ud800 \\u0000\"")]
    [InlineData("{\"kind\":\"posta.text/v1\",\"body\":\"hello\"}", "null")]
    [InlineData("{\"kind\":\"posta.text/v1\",\"body\":\"hello\"}", "1e999")]
    public void Harmless_differences_are_taken(string part, string other) => Assert.True(Read(Swap(part, other)).IsEnvelope);

    [Theory]
    [InlineData("\"v\":1,", "")]
    [InlineData("\"v\":1", "\"v\":\"1\"")]
    [InlineData("\"v\":1", "\"v\":null")]
    [InlineData("\"v\":1", "\"v\":1,\"v\":1")]
    [InlineData("\"v\":1", "\"v\":1,\"\\u0076\":1")]
    [InlineData("\"v\":1", "\"v\":01")]
    [InlineData("\"id\":\"m1\",", "")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"\"")]
    [InlineData("\"id\":\"m1\"", "\"id\":null")]
    [InlineData("\"id\":\"m1\"", "\"id\":5")]
    [InlineData("\"id\":\"m1\"", "\"Id\":\"m1\"")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"m1\",\"id\":\"m2\"")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"a\\ud800\"")]
    [InlineData("\"id\":\"m1\"", "\"id\":\"a\\u0000\"")]
    [InlineData("\"sender\":\"https://alice.example\",", "")]
    [InlineData("\"sender\":\"https://alice.example\"", "\"sender\":\"\"")]
    [InlineData("\"recipient\":\"https://bob.example\",", "")]
    [InlineData("\"recipient\":\"https://bob.example\"", "\"recipient\":[]")]
    [InlineData("\"timestamp\":\"2026-05-14T20:00:00Z\"", "\"timestamp\":\"yesterday\"")]
    [InlineData("\"timestamp\":\"2026-05-14T20:00:00Z\"", "\"timestamp\":1778788800")]
    [InlineData("\"keyId\":\"k1\"", "\"keyId\":\"\"")]
    [InlineData("\"keyId\":\"k1\"", "\"keyID\":\"k1\"")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"inReplyTo\":5")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"inReplyTo\":\"\\udc00\"")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"inReplyTo\":\"m0\",\"inReplyTo\":null")]
    [InlineData("\"inReplyTo\":\"m0\"", "\"x\":1,\"x\":2")]
    [InlineData("\"payload\"", "\"Payload\"")]
    [InlineData("\"hello\"}}", "\"hello\"}}x")]
    [InlineData("\"hello\"}}", "\"hello\"}},")]
    [InlineData("\"hello\"}}", "\"hello\"}")]
    [InlineData("\"hello\"}}", "\"hello\",}}")]
    [InlineData("{\"v\"", "/**/{\"v\"")]
    [InlineData("{\"v\"", "\ufeff{\"v\"")]
    [InlineData("{\"v\"", "[{\"v\"")]
    public void What_an_envelope_must_not_be_is_malformed(string part, string other) => AssertMalformed(Swap(part, other));

    [Theory]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("\"v\":1", "\"v\":0")]
    [InlineData("\"v\":1", "\"v\":1.5")]
    [InlineData("\"v\":1", "\"v\":1e999")]
    [InlineData("\"v\":1", "\"v\":1.00000000000000000001")]
    [InlineData("\"v\":1", "\"v\":-1")]
    [InlineData("\"v\":1", "\"v\":1e99999999999999999999")]
    [InlineData("\"v\":1", "\"v\":0.0")]
    [InlineData("\"v\":1,\"id\":\"m1\"", "\"v\":2,\"id\":5,\"id\":6")]
    public void Another_version_is_told_before_anything_else_is_looked_at(string part, string other) =>
        Assert.Equal(ErrorCode.UnsupportedVersion, Read(Swap(part, other)).Refusal?.Code);

    [Theory]
    [InlineData("\"id\":\"m1\"", "id", 256)]
    [InlineData("\"keyId\":\"k1\"", "keyId", 256)]
    [InlineData("\"inReplyTo\":\"m0\"", "inReplyTo", 256)]
    [InlineData("\"sender\":\"https://alice.example\"", "sender", 2_048)]
    [InlineData("\"recipient\":\"https://bob.example\"", "recipient", 2_048)]
    public void Limits_count_bytes(string part, string name, int limit)
    {
        var longest = new string('æ', limit / 2);

        Assert.True(Read(Swap(part, $"\"{name}\":\"{longest}\"")).IsEnvelope);
        AssertMalformed(Swap(part, $"\"{name}\":\"{longest}a\""));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(30_000, false)]
    public void A_payload_may_be_a_thousand_deep(int depth, bool expected)
    {
        var nested = new string('[', depth) + new string(']', depth);

        Assert.Equal(expected, Read(Swap("{\"kind\":\"posta.text/v1\",\"body\":\"hello\"}", nested)).IsEnvelope);
    }

    [Fact]
    public void Bytes_that_are_not_utf_8_are_malformed_even_inside_the_payload()
    {
        var body = Encoding.UTF8.GetBytes(Valid);
        body[Valid.IndexOf("hello", StringComparison.Ordinal)] = 0xff;

        Assert.Equal(ErrorCode.MalformedEnvelope, Envelope.Read(body).Refusal?.Code);
    }

    [Fact]
    public void The_payload_keeps_every_byte()
    {
        const string payload = "{ \"a\" : 1.50, \"a\":\t\"\\u00e6\\ud800\",\r\n\"b\":[ ]\t}";

        Assert.Equal(payload, Read(Swap("{\"kind\":\"posta.text/v1\",\"body\":\"hello\"}", payload)).Envelope?.Payload.ToString());
    }

    [Fact]
    public void A_reply_to_nothing_is_not_written() =>
        Assert.DoesNotContain("inReplyTo", Encoding.UTF8.GetString(Envelope.Write(Sample with { InReplyTo = "" })), StringComparison.Ordinal);

    [Fact]
    public void An_envelope_fits_when_it_does_with_the_longest_key_id()
    {
        var frame = Envelope.Write(Sample with { KeyId = new string('k', 256), Payload = RawJson.Parse("\"\"") }).Length;
        var room = WireFormat.MaxBytes - frame;

        Assert.True(Envelope.Fits(Sample with { Payload = RawJson.Parse($"\"{new string('a', room)}\"") }));
        Assert.False(Envelope.Fits(Sample with { Payload = RawJson.Parse($"\"{new string('a', room + 1)}\"") }));
    }

    [Fact]
    public void What_is_written_is_read_as_the_same() => Property.Holds(
        from id in Names
        from keyId in Names
        from inReplyTo in Gen.OneOf(Gen.Constant(""), Names)
        from payload in Gen.Elements("null", " 1 ", "{ \"a\":1, \"a\" : 2}", "\"\\ud83d\\ude00\\udc00\"", "[1.0,1e3]", "\"æ\\u00e6\"")
        select Sample with { Id = id, KeyId = keyId, InReplyTo = inReplyTo, Payload = RawJson.Parse(payload.Trim()) },
        envelope => Envelope.Read(Envelope.Write(envelope)).Envelope == envelope);

    [Fact]
    public void No_bytes_make_the_reader_throw()
    {
        Property.Holds(Property.Bytes, bytes => !Envelope.Read(bytes).IsEnvelope);
        Property.Holds(Property.Damaged(Valid), bytes => Envelope.Read(bytes) is { IsEnvelope: true } or { Refusal.Status: 400 });
    }

    private static Gen<string> Names { get; } =
        Property.WholeText.Where(t => t.Length is > 0 and < 60 && !t.Contains('\0'));

    private static Envelope Sample { get; } = new()
    {
        Id = "m1",
        Sender = "https://alice.example",
        Recipient = "https://bob.example",
        Timestamp = new DateTimeOffset(2026, 5, 14, 20, 0, 0, TimeSpan.Zero),
        KeyId = "k1",
        Payload = RawJson.Parse("""{"kind":"posta.text/v1","body":"hello"}"""),
    };

    private static EnvelopeReading Read(string json) => Envelope.Read(Encoding.UTF8.GetBytes(json));

    private static string Swap(string part, string other)
    {
        Assert.Contains(part, Valid, StringComparison.Ordinal);
        return Valid.Trim().Replace(part, other, StringComparison.Ordinal);
    }

    private static void AssertMalformed(string json) => Assert.Equal(ErrorCode.MalformedEnvelope, Read(json).Refusal?.Code);
}
