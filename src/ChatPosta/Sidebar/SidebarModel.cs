using ChatPosta.Media;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Sidebar;

/// <summary>Who is signed in, and their conversations in the order in which they are shown.</summary>
public sealed record SidebarModel(PostaUrl Address, string Name, IReadOnlyList<ConversationModel> Conversations)
{
    /// <summary>Where the live stream stood before this was fetched: the page's tab resumes from there.</summary>
    public string LivePosition { get; init; } = "";

    /// <summary>The passkeys were replaced by recovery a few days ago: whoever it was, the user is told.</summary>
    public DateTimeOffset? RecoveredAt { get; init; }

    /// <summary>Whose page this is: only they unlock it.</summary>
    public string UserId { get; init; } = "";

    /// <summary>Where we serve the user's own picture; "" for none.</summary>
    public string Picture { get; init; } = "";

    /// <summary>Strangers who wrote and wait for an answer, the newest first: kept apart from the conversations.</summary>
    public IReadOnlyList<ConversationModel> Requests { get; init; } = [];

    public IReadOnlyList<ConversationModel> Blocked { get; init; } = [];

    /// <summary>Pinned first, then the newest; a conversation without messages comes last.</summary>
    public static SidebarModel From(PostaUrl address, string name, IEnumerable<Contact> contacts, PostaUrl? open, Pictures? pictures = null)
    {
        var standing = contacts.ToLookup(contact => contact.Status, contact => ConversationModel.From(contact, open, pictures));
        return new(address, name, Ordered(standing.Where(each => each.Key is not (ContactStatus.Request or ContactStatus.Blocked)).SelectMany(each => each)))
        {
            Requests = Ordered(standing[ContactStatus.Request]),
            Blocked = Ordered(standing[ContactStatus.Blocked]),
        };
    }

    private static ConversationModel[] Ordered(IEnumerable<ConversationModel?> rows) =>
        [.. rows.OfType<ConversationModel>().OrderByDescending(row => row.Pinned).ThenByDescending(row => row.At)];
}
