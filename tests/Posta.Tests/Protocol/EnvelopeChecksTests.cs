using System.Text;
using Posta.Protocol;
using Posta.Protocol.Keys;

namespace Posta.Tests.Protocol;

public sealed class EnvelopeChecksTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 14, 20, 0, 0, TimeSpan.Zero);
    private static readonly PostaUrl Bob = PostaUrl.Parse("https://bob.example");
    private static readonly SigningKey Key = SigningKey.Generate("k1", Now);

    private static readonly Envelope Hello = new()
    {
        Id = "m1",
        Sender = "https://alice.example",
        Recipient = Bob.Canonical,
        Timestamp = Now,
        KeyId = Key.Id,
        Payload = RawJson.Parse("""{"kind":"posta.text/v1","body":"hello"}"""),
    };

    [Fact]
    public void A_signed_envelope_for_us_passes()
    {
        Assert.Null(EnvelopeChecks.Open(Request(Hello), Bob, Now, out var opened));
        Assert.Equal(PostaUrl.Parse("https://alice.example"), opened!.Sender);
        Assert.Null(EnvelopeChecks.Verify(opened, Key.Published));
    }

    [Theory]
    [InlineData("application/posta+json; charset=utf-8")]
    [InlineData("Application/Posta+JSON")]
    [InlineData(" application/posta+json ;x")]
    public void Parameters_and_case_of_the_content_type_do_not_matter(string contentType) =>
        Assert.Null(Open(Request(Hello) with { ContentType = [contentType] }));

    [Fact]
    public void Identity_is_no_encoding() => Assert.Null(Open(Request(Hello) with { ContentEncoding = ["identity"] }));

    public static TheoryData<string, int, string> Refusals => new()
    {
        { "too large", 413, ErrorCode.EnvelopeTooLarge },
        { "no content type", 415, ErrorCode.UnsupportedMediaType },
        { "two content types", 415, ErrorCode.UnsupportedMediaType },
        { "another content type", 415, ErrorCode.UnsupportedMediaType },
        { "compressed", 415, ErrorCode.UnsupportedMediaType },
        { "no signature", 400, ErrorCode.MalformedEnvelope },
        { "two signatures", 400, ErrorCode.MalformedEnvelope },
        { "short signature", 400, ErrorCode.MalformedEnvelope },
        { "url-safe signature", 400, ErrorCode.MalformedEnvelope },
        { "broken body", 400, ErrorCode.MalformedEnvelope },
        { "another version", 400, ErrorCode.UnsupportedVersion },
        { "another recipient", 421, ErrorCode.WrongRecipient },
        { "old", 400, ErrorCode.StaleTimestamp },
        { "from the future", 400, ErrorCode.StaleTimestamp },
        { "odd sender", 401, ErrorCode.BadSignature },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Each_fault_has_its_answer(string fault, int status, string code)
    {
        var refusal = Open(Fault(fault, Request(Hello)));

        Assert.Equal((status, code), (refusal?.Status, refusal?.Code));
    }

    [Fact]
    public void Of_two_faults_the_earlier_check_answers()
    {
        var faults = Refusals.Select(r => r.Data).ToList();
        for (var first = 0; first < faults.Count; first++)
        {
            for (var second = first + 1; second < faults.Count; second++)
                AssertFirstWins(faults[first], faults[second].Item1);
        }
    }

    [Theory]
    [InlineData(300_000, null)]
    [InlineData(-300_000, null)]
    [InlineData(300_001, ErrorCode.StaleTimestamp)]
    [InlineData(-300_001, ErrorCode.StaleTimestamp)]
    public void Five_minutes_either_way_are_fresh(int milliseconds, string? code) =>
        Assert.Equal(code, Open(Request(Hello with { Timestamp = Now.AddMilliseconds(milliseconds) }))?.Code);

    [Fact]
    public void A_key_that_is_not_published_is_unknown() => Assert.Equal(ErrorCode.UnknownKey, Verify(Request(Hello), null)?.Code);

    [Fact]
    public void Another_key_does_not_fit() =>
        Assert.Equal(ErrorCode.BadSignature, Verify(Request(Hello), SigningKey.Generate("k1", Now).Published)?.Code);

    [Fact]
    public void One_more_blank_in_the_body_breaks_the_signature()
    {
        var request = Request(Hello);

        Assert.Equal(ErrorCode.BadSignature, Verify(request with { Body = (byte[])[.. request.Body.Span, (byte)' '] }, Key.Published)?.Code);
    }

    private static void AssertFirstWins((string Name, int Status, string Code) first, string second)
    {
        // The earlier fault is put in last, since some of them replace what the other changed.
        var request = Fault(first.Name, Fault(second, Request(Hello)));
        Assert.True(Open(request)?.Code == first.Code, $"{first.Name} and {second} gave {Open(request)?.Code}.");
    }

    private static EnvelopeRequest Fault(string fault, EnvelopeRequest request) => fault switch
    {
        "too large" => request with { Body = new byte[WireFormat.MaxBytes + 1] },
        "no content type" => request with { ContentType = [] },
        "two content types" => request with { ContentType = [WireFormat.MediaType, WireFormat.MediaType] },
        "another content type" => request with { ContentType = ["application/json"] },
        "compressed" => request with { ContentEncoding = ["gzip"] },
        "no signature" => request with { Signature = [] },
        "two signatures" => request with { Signature = [request.Signature[0], request.Signature[0]] },
        "short signature" => request with { Signature = ["AAAA"] },
        "url-safe signature" => request with { Signature = [new string('_', 86) + "=="] },
        "broken body" => request with { Body = "{"u8.ToArray() },
        "another version" => Changed(request, "\"v\":1", "\"v\":2"),
        "another recipient" => Changed(request, "bob.example", "carol.example"),
        "old" => Changed(request, "2026-05-14T20:00", "2026-05-14T19:54"),
        "from the future" => Changed(request, "2026-05-14T20:00", "2026-05-14T20:06"),
        "odd sender" => Changed(request, "https://alice.example", "https://alice.example/"),
        _ => throw new ArgumentException(fault, nameof(fault)),
    };

    private static EnvelopeRequest Changed(EnvelopeRequest request, string part, string other) => request with
    {
        Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span).Replace(part, other, StringComparison.Ordinal)),
    };

    private static EnvelopeRequest Request(Envelope envelope)
    {
        var body = Envelope.Write(envelope);
        return new EnvelopeRequest([WireFormat.MediaType], [], [Convert.ToBase64String(Key.Sign(body))], body);
    }

    private static Refusal? Open(EnvelopeRequest request) => EnvelopeChecks.Open(request, Bob, Now, out _);

    private static Refusal? Verify(EnvelopeRequest request, ActorKey? key)
    {
        Assert.Null(EnvelopeChecks.Open(request, Bob, Now, out var opened));
        return EnvelopeChecks.Verify(opened!, key);
    }
}
