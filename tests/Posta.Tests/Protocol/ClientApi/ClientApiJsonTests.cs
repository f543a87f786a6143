using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Tests.Protocol.ClientApi;

public sealed class ClientApiJsonTests
{
    [Fact]
    public void A_message_is_written_in_camel_case_with_every_member()
    {
        var json = JsonSerializer.Serialize(new Message { RowId = 7, Id = "m1", Payload = RawJson.Parse("""{"kind":"x/v1"}""") }, ClientApiJson.Default.Message);

        Assert.Equal(
            """{"rowId":7,"id":"m1","peer":"","direction":"","payload":{"kind":"x/v1"},"inReplyTo":"","sentAt":"","receivedAt":"","state":"","attempts":0,"nextAttemptAt":"","lastErrorCode":"","keyId":""}""",
            json);
    }

    [Fact]
    public void A_contact_without_count_or_message_leaves_them_out()
    {
        var json = JsonSerializer.Serialize(new Contact { Url = "bob.example" }, ClientApiJson.Default.Contact);

        Assert.Equal(
            """{"url":"bob.example","name":"","avatar":"","kind":"","status":"contact","pinned":false,"muted":false,"lastMessageAt":"","lastReadRowId":0}""",
            json);
    }

    [Fact]
    public void A_contact_with_them_has_them()
    {
        var contact = new Contact { UnreadCount = 0, LastMessage = new Message { RowId = 3, Payload = RawJson.Parse("[1.0]") } };
        var json = JsonSerializer.Serialize(contact, ClientApiJson.Default.Contact);

        Assert.Contains("\"unreadCount\":0,\"lastMessage\":{\"rowId\":3,", json, StringComparison.Ordinal);
        Assert.Equal(contact, JsonSerializer.Deserialize(json, ClientApiJson.Default.Contact));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{ \"a\" : 1.50, \"a\":\t\"\\u00e6\\ud800\",\r\n\"b\":[ ]\t}")]
    [InlineData("\"<script>&'+\"")]
    [InlineData("1E+2")]
    [InlineData("\"\"")]
    [InlineData("true")]
    [InlineData("[]")]
    public void A_payload_passes_byte_for_byte(string payload)
    {
        var message = JsonSerializer.Deserialize($$"""{"payload": {{payload}} }""", ClientApiJson.Default.Message)!;

        Assert.Equal(payload, message.Payload.ToString());
        Assert.Contains($"\"payload\":{payload},", JsonSerializer.Serialize(message, ClientApiJson.Default.Message), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_passes_byte_for_byte_however_it_comes_in()
    {
        var payload = $$"""{ "a": ["{{new string('æ', 40_000)}}" , 1.0 ] }""";
        var body = Encoding.UTF8.GetBytes($$"""{"rowId":1,"payload": {{payload}} ,"id":"m1"}""");
        var split = new Segment(body.AsMemory(0, 50_000));
        var pipe = PipeReader.Create(new ReadOnlySequence<byte>(split, 0, split.Append(body.AsMemory(50_000)), body.Length - 50_000));

        var fromStream = await JsonSerializer.DeserializeAsync(new MemoryStream(body), ClientApiJson.Default.Message, TestContext.Current.CancellationToken);
        var fromPipe = await JsonSerializer.DeserializeAsync(pipe, ClientApiJson.Default.Message, TestContext.Current.CancellationToken);

        Assert.Equal((payload, "m1"), (fromStream!.Payload.ToString(), fromStream.Id));
        Assert.Equal((payload, "m1"), (fromPipe!.Payload.ToString(), fromPipe.Id));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    public void A_deep_payload_does_not_cost_the_page_it_is_on(int depth)
    {
        var payload = new string('[', depth) + new string(']', depth);
        var contacts = JsonSerializer.Deserialize($$$"""[{"lastMessage":{"payload":{{{payload}}}}}]""", ClientApiJson.Default.ContactArray)!;

        Assert.Equal(payload, contacts[0].LastMessage!.Payload.ToString());
        Assert.Contains(payload, JsonSerializer.Serialize(contacts, ClientApiJson.Default.ContactArray), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    public void A_payload_to_send_may_be_a_thousand_deep(int depth, bool expected)
    {
        var json = $$"""{"peer":"bob.example","payload":{{new string('[', depth) + new string(']', depth)}} }""";

        Assert.Equal(expected, Deserializes(json));
    }

    [Fact]
    public void Missing_and_null_strings_are_empty()
    {
        Assert.Equal(new Identity(), JsonSerializer.Deserialize("{}", ClientApiJson.Default.Identity));
        Assert.Equal(new Identity(), JsonSerializer.Deserialize("""{"url":null,"name":null,"extra":[1]}""", ClientApiJson.Default.Identity));
        Assert.Equal(new Message(), JsonSerializer.Deserialize("""{"nextAttemptAt":null,"payload":null}""", ClientApiJson.Default.Message));
        Assert.Equal(new Contact(), JsonSerializer.Deserialize("""{"avatar":null}""", ClientApiJson.Default.Contact));
        Assert.Equal(new SendRequest("bob"), JsonSerializer.Deserialize("""{"peer":"bob"}""", ClientApiJson.Default.SendRequest));
    }

    [Fact]
    public void Member_names_are_case_sensitive() =>
        Assert.Equal("", JsonSerializer.Deserialize("""{"Url":"x"}""", ClientApiJson.Default.ContactUrl)!.Url);

    [Fact]
    public void A_patch_says_only_what_it_changes()
    {
        Assert.Equal("""{"url":"bob.example","muted":false}""",
            JsonSerializer.Serialize(new ContactPatch("bob.example") { Muted = false }, ClientApiJson.Default.ContactPatch));
    }

    [Fact]
    public void A_send_request_without_a_reply_does_not_name_one() => Assert.Equal(
        """{"peer":"bob.example","payload":[1 ]}""",
        JsonSerializer.Serialize(new SendRequest("bob.example", RawJson.Parse("[1 ]")), ClientApiJson.Default.SendRequest));

    [Theory]
    [InlineData("""{"peer":5}""")]
    [InlineData("""{"peer":"\ud800"}""")]
    [InlineData("""{"peer":"bob","payload":}""")]
    [InlineData("[]")]
    public void What_does_not_fit_is_one_kind_of_exception(string json) => Assert.False(Deserializes(json));

    [Fact]
    public void No_bytes_give_any_other() =>
        Property.Holds(Property.Damaged("""{"peer":"bob.example","payload":{"kind":"x"},"inReplyTo":"m1"}"""), bytes =>
        {
            try
            {
                return JsonSerializer.Deserialize(bytes, ClientApiJson.Default.SendRequest) is not null;
            }
            catch (JsonException)
            {
                return true;
            }
        });

    private static bool Deserializes(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ClientApiJson.Default.SendRequest) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
