using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>One peer in the user's list. An empty string means unset.</summary>
/// <param name="Url">The peer, in display form; either form is accepted.</param>
/// <param name="Name">What they call themselves.</param>
/// <param name="Avatar">The absolute URL of their picture.</param>
/// <param name="Kind">Usually <c>person</c>, <c>room</c> or <c>agent</c>.</param>
/// <param name="Status">One of <see cref="ContactStatus"/>; a server that knows no requests leaves it out.</param>
/// <param name="Pinned">Whether the user wants them at the top.</param>
/// <param name="Muted">Whether the user wants no notice of them.</param>
/// <param name="LastMessageAt">When the newest message came or went, by the server's clock.</param>
/// <param name="LastReadRowId">The newest row that was read; 0 when nothing was (C-38).</param>
/// <param name="UnreadCount">How many inbound messages are unread, or null where the server does not count.</param>
/// <param name="LastMessage">The newest message, or null where there is none or the server does not tell.</param>
public sealed record Contact(
    string Url = "",
    string Name = "",
    string Avatar = "",
    string Kind = "",
    string Status = ContactStatus.Contact,
    bool Pinned = false,
    bool Muted = false,
    string LastMessageAt = "",
    long LastReadRowId = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? UnreadCount = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Message? LastMessage = null);

/// <summary>How the user stands to a peer (C-05).</summary>
public static class ContactStatus
{
    public const string Contact = "contact";

    /// <summary>They wrote first and were not answered yet.</summary>
    public const string Request = "request";

    public const string Blocked = "blocked";
}
