using ChatPosta.Media;
using ChatPosta.Threads;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Sidebar;

public sealed record ConversationModel
{
    public required PostaUrl Peer { get; init; }
    public required string Name { get; init; }

    /// <summary>Where we serve their picture; "" for none.</summary>
    public string Picture { get; init; } = "";
    public string Preview { get; init; } = "";
    public DateTimeOffset? At { get; init; }
    public int Unread { get; init; }
    public bool Pinned { get; init; }
    public bool Muted { get; init; }
    public bool Open { get; init; }

    public string Badge => Unread > 99 ? "99+" : $"{Unread}";

    /// <summary>Nothing for a contact whose address no link could lead to.</summary>
    public static ConversationModel? From(Contact contact, PostaUrl? open, Pictures? pictures = null) =>
        !PostaUrl.TryParseInput(contact.Url, out var peer, out _) ? null : new()
        {
            Peer = peer,
            Name = contact.Name.Length > 0 ? contact.Name : peer.Host,
            Picture = Strangers.AreShown(contact) ? pictures?.Avatar(contact.Avatar) ?? "" : "",
            Preview = contact.LastMessage is { } last ? PreviewOf(last) : "",
            At = PostaTime.TryParse(contact.LastMessageAt, out var at) ? at : null,
            Unread = contact.UnreadCount ?? 0,
            Pinned = contact.Pinned,
            Muted = contact.Muted,
            Open = peer == open,
        };

    private static string PreviewOf(Message last) =>
        last.Direction == Direction.Outbound ? T("You: {0}", Summary.Of(last.Payload)) : Summary.Of(last.Payload);
}
