using System.Text;
using Posta.Protocol;
using Posta.Protocol.Keys;
using Posta.Protocol.Payloads;

namespace Posta.Tests.Protocol.Payloads;

public sealed class PayloadTests
{
    [Fact]
    public void Text_is_read() => Assert.Equal(new TextPayload("hi æ"), Parse("""{"kind":"posta.text/v1","body":"hi æ"}"""));

    [Fact]
    public void Half_a_character_is_shown_as_a_replacement() =>
        Assert.Equal(new TextPayload("a\ufffdb"), Parse("""{"kind":"posta.text/v1","body":"a\ud800b"}"""));

    [Fact]
    public void Every_escape_of_json_is_undone() => Assert.Equal(
        new TextPayload("\"\\/\b\f\n\r\t😀æ\0"), Parse("""{"kind":"posta.text/v1","body":"\"\\\/\b\f\n\r\t\ud83d\ude00\u00E6\u0000"}"""));

    [Fact]
    public void Of_repeated_members_the_last_counts() =>
        Assert.Equal(new TextPayload("b"), Parse("""{"kind":"posta.text/v1","body":"a","body":"b"}"""));

    [Fact]
    public void A_link_is_read_with_what_it_tells() => Assert.Equal(
        new LinkPayload("https://a.example/x.png", "image/png", "x", "an x", 5, 640, 480),
        Parse("""{"kind":"posta.link/v1","url":"https://a.example/x.png","mediaType":"image/png","name":"x","alt":"an x","size":5,"width":640,"height":480}"""));

    [Fact]
    public void Numbers_that_make_no_sense_are_unset() => Assert.Equal(
        new LinkPayload("https://a.example/"),
        Parse("""{"kind":"posta.link/v1","url":"https://a.example/","size":-1,"width":"5","height":1e99}"""));

    [Theory]
    [InlineData("""{"kind":"acme.poll/v1","body":"x"}""", "acme.poll/v1")]
    [InlineData("""{"kind":"posta.text/v2","body":"x"}""", "posta.text/v2")]
    [InlineData("""{"kind":"posta.text/v1"}""", "posta.text/v1")]
    [InlineData("""{"kind":"posta.text/v1","body":5}""", "posta.text/v1")]
    [InlineData("""{"kind":"posta.link/v1","url":"http://a.example"}""", "posta.link/v1")]
    [InlineData("""{"kind":"posta.link/v1","url":"javascript:alert(1)"}""", "posta.link/v1")]
    [InlineData("""{"kind":5}""", "")]
    [InlineData("""{"Kind":"posta.text/v1","body":"x"}""", "")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("\"posta.text/v1\"", "")]
    [InlineData("null", "")]
    public void What_makes_no_sense_is_unknown_but_there(string json, string kind) => Assert.Equal(new UnknownPayload(kind), Parse(json));

    [Fact]
    public void A_payload_that_is_too_deep_is_unknown()
    {
        var deep = """{"kind":"posta.text/v1","body":"x","y":""" + new string('[', 1_000) + new string(']', 1_000) + "}";

        Assert.Equal(new UnknownPayload(""), Payload.Parse(RawJson.Verbatim(Encoding.UTF8.GetBytes(deep))));
    }

    [Fact]
    public void Text_that_is_written_is_read_as_the_same() =>
        Property.Holds(Property.WholeText, text => Payload.Parse(new TextPayload(text).ToJson()) == new TextPayload(text));

    [Fact]
    public void Half_characters_do_not_stop_a_text_from_being_written() =>
        Property.Holds(Property.Text, text => RawJson.TryParse(new TextPayload(text).ToJson().Utf8, out _));

    [Fact]
    public void A_link_that_is_written_is_read_as_the_same()
    {
        var link = new LinkPayload("https://a.example/?a=1&b='+", "image/png", "x", "an <x>", 5, 640, 480);

        Assert.Equal(link, Payload.Parse(link.ToJson()));
        Assert.Null(LinkPayload.Refuse(link.ToJson()));
    }

    [Theory]
    [InlineData("""{"kind":"posta.text/v1"}""")]
    [InlineData("""{"kind":"posta.text/v1","url":"http://a.example","url":5}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"https://a.example/x y"}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"HTTPS://a.example","name":"a","name":"b"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Servers_let_other_payloads_and_sound_links_pass(string json) => Assert.Null(LinkPayload.Refuse(RawJson.Parse(json)));

    [Theory]
    [InlineData("""{"kind":"posta.link/v1"}""")]
    [InlineData("""{"kind":"posta.link/v1","url":5}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"http://a.example"}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"/x"}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"https://"}""")]
    [InlineData("""{"kind":"posta.\u006cink/v1","url":"http://a.example"}""")]
    [InlineData("""{"\u006bind":"posta.link/v1","url":"http://a.example"}""")]
    [InlineData("""{"kind":"posta.link/v1","url":"https://a.example","\u0075rl":"https://b.example"}""")]
    [InlineData("""{"kind":"posta.link/v1","kind":"posta.link/v1","url":"https://a.example"}""")]
    [InlineData("""{"kind":"posta.link/v1","kind":"posta.text/v1","url":"https://a.example"}""")]
    public void Servers_refuse_links_that_could_be_read_in_two_ways_or_are_not_https(string json) =>
        Assert.Equal(ErrorCode.BadLink, LinkPayload.Refuse(RawJson.Parse(json))?.Code);

    [Fact]
    public void A_broadcast_holds_the_members_own_envelope()
    {
        var room = PostaUrl.Parse("https://room.example");
        var key = SigningKey.Generate("k1", default);
        var body = Envelope.Write(new Envelope
        {
            Id = "m1",
            Sender = "https://alice.example",
            Recipient = room.Canonical,
            Timestamp = default,
            KeyId = "k1",
            Payload = new TextPayload("hi all").ToJson(),
        });
        var payload = (RoomPayload)Parse(
            $$"""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"{{Convert.ToBase64String(body)}}","signature":"{{Convert.ToBase64String(key.Sign(body))}}"}""");

        Assert.Equal(new TextPayload("hi all"), Payload.Parse(payload.Original!.Payload));
        Assert.True(payload.Open(room)!.IsSignedBy(key.Published));
        Assert.False(payload.Open(room)!.IsSignedBy(SigningKey.Generate("k1", default).Published));
        Assert.Null(payload.Open(PostaUrl.Parse("https://other.example")));
    }

    [Theory]
    [InlineData("""{"kind":"posta.room/v1","action":"leave"}""", "leave")]
    [InlineData("""{"kind":"posta.room/v1","action":"dance","x":1}""", "dance")]
    [InlineData("""{"kind":"posta.room/v1"}""", "")]
    [InlineData("""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"e30=","signature":"?"}""", "broadcast")]
    public void Other_room_actions_and_broken_broadcasts_hold_no_envelope(string json, string action)
    {
        var payload = (RoomPayload)Parse(json);

        Assert.Equal(action, payload.Action);
        Assert.Null(payload.Original);
        Assert.Null(payload.Open(PostaUrl.Parse("https://room.example")));
    }

    [Fact]
    public void No_bytes_make_the_readers_throw()
    {
        Property.Holds(Property.Bytes, bytes => Payload.Parse(RawJson.Verbatim(bytes)) is UnknownPayload);
        Property.Holds(Property.Damaged("""{"kind":"posta.link/v1","url":"https://a.example","size":5,"name":"\u00e6"}"""), bytes =>
            Payload.Parse(RawJson.Verbatim(bytes)) is not null && LinkPayload.Refuse(RawJson.Verbatim(bytes)) is null or { Code: ErrorCode.BadLink });
    }

    private static Payload Parse(string json) => Payload.Parse(RawJson.Parse(json));
}
