using ChatPosta.Tests.Web;
using ChatPosta.Threads;
using Posta.Protocol;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Threads;

public sealed class BroadcastTests
{
    [Fact]
    public async Task A_broadcast_shows_its_inner_author_as_unverified()
    {
        var row = await Rendered.Of<MessageRow, MessageModel>(A.Model(A.Row(1, "") with { Payload = Broadcast(room: A.Bob.Canonical) }));

        Assert.Equal("carol.example unverified 12:00", row.The(".msg__head").Words());
        Assert.Equal("Hello all", row.The(".body").TextContent);
    }

    [Fact]
    public async Task A_broadcast_that_was_written_to_another_room_is_a_placeholder()
    {
        var row = await Rendered.Of<MessageRow, MessageModel>(A.Model(A.Row(1, "") with { Payload = Broadcast(room: "https://other.example") }));

        Assert.DoesNotContain("Hello all", row.The("li").TextContent);
        Assert.Contains("posta.room/v1", row.The(".body--unknown").TextContent);
    }

    private static RawJson Broadcast(string room)
    {
        var inner = Envelope.Write(new()
        {
            Id = "inner",
            Sender = "https://carol.example",
            Recipient = room,
            Timestamp = DateTimeOffset.UnixEpoch,
            KeyId = "k1",
            Payload = new TextPayload("Hello all").ToJson(),
        });
        var signature = Convert.ToBase64String(new byte[64]);
        return RawJson.Parse($$"""{"kind":"posta.room/v1","action":"broadcast","envelopeBytes":"{{Convert.ToBase64String(inner)}}","signature":"{{signature}}"}""");
    }
}
