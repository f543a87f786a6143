using ChatPosta.Threads;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Tests.Threads;

/// <summary>Rows and people to look at.</summary>
internal static class A
{
    public static readonly PostaUrl Alice = PostaUrl.Parse("https://alice.example");
    public static readonly PostaUrl Bob = PostaUrl.Parse("https://bob.example");
    public static readonly People People = People.Of(Alice, Bob, "Bob Berg");

    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Message Row(long rowId, string body, double minute = 0, bool mine = false) => new()
    {
        RowId = rowId,
        Id = $"id-{rowId}",
        Peer = Bob.Display,
        Direction = mine ? Direction.Outbound : Direction.Inbound,
        SentAt = PostaTime.Format(Noon.AddMinutes(minute)),
        ReceivedAt = mine ? "" : PostaTime.Format(Noon.AddMinutes(minute)),
        State = mine ? MessageState.Delivered : MessageState.Received,
        Payload = new TextPayload(body).ToJson(),
    };

    public static MessageModel Model(Message row) => MessageModel.From(row, People);

    public static RowsModel Thread(params Message[] oldestFirst) =>
        RowsModel.From(Window.Of([.. oldestFirst.Reverse()], next: null), People);
}
