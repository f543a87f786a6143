using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Threads;

public sealed record MessageModel
{
    public required long RowId { get; init; }
    public required PostaUrl Peer { get; init; }
    public required Author Author { get; init; }
    public required DateTimeOffset At { get; init; }
    public required Payload Payload { get; init; }
    public string Id { get; init; } = "";
    public string InReplyTo { get; init; } = "";
    public Quote? Quote { get; init; }

    /// <summary>The payload as a picture, where it is one that is shown.</summary>
    public ImageModel? Image { get; init; }

    /// <summary>A picture of somebody who waits for an answer: named, and not fetched.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Not in the thread of a stranger or of somebody blocked, where a decision stands at the place of the composer.</summary>
    public bool IsAnswerable { get; init; } = true;

    public Delivery? Delivery { get; init; }
    public Place Place { get; init; } = new(true, true, true);

    public static MessageModel From(Message message, People people)
    {
        var payload = Payload.Parse(message.Payload);
        var broadcast = payload is RoomPayload room ? room.Open(people.Peer) : null;
        var isOutbound = message.Direction == Direction.Outbound;
        return Shown(people, new MessageModel
        {
            RowId = message.RowId,
            Id = message.Id,
            Peer = people.Peer,
            Author = isOutbound ? people.Me : broadcast is null ? people.Them : Unverified(broadcast.Sender),
            At = TimeOf(isOutbound ? message.SentAt : message.ReceivedAt),
            Payload = broadcast is null ? payload : Payload.Parse(broadcast.Envelope.Payload),
            InReplyTo = message.InReplyTo,
            IsAnswerable = people.AreAnswerable,
            Delivery = isOutbound ? Delivery.Of(message) : null,
        });
    }

    private static MessageModel Shown(People people, MessageModel row)
    {
        if (row.Payload is not LinkPayload link || !ImageModel.Is(link)) return row;

        return people.IsRequest && !row.Author.IsMe
            ? row with { IsWithheld = true }
            : row with { Image = ImageModel.Of(link, row.Author.Name, people.Pictures) };
    }

    private static Author Unverified(PostaUrl sender) => new(sender, sender.Display, IsUnverified: true);

    /// <summary>A server that sends no readable time still gets its messages shown, in its order.</summary>
    private static DateTimeOffset TimeOf(string text) => PostaTime.TryParse(text, out var at) ? at : DateTimeOffset.UnixEpoch;
}
