using System.Text.Json.Serialization;

namespace Posta.Protocol.ClientApi;

/// <summary>One peer in the user's list.</summary>
public sealed record Contact
{
    public string Url { get; init; } = "";
    public string Name { get; init; } = "";
    public string Avatar { get; init; } = "";
    public string Kind { get; init; } = "";

    /// <summary>One of <see cref="ContactStatus"/>; a server that knows no requests leaves it out.</summary>
    public string Status { get; init; } = ContactStatus.Contact;

    public bool Pinned { get; init; }
    public bool Muted { get; init; }
    public string LastMessageAt { get; init; } = "";

    /// <summary>The newest row that was read; 0 when nothing was (C-38).</summary>
    public long LastReadRowId { get; init; }

    /// <summary>How many inbound messages are unread, or null where the server does not count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? UnreadCount { get; init; }

    /// <summary>The newest message, or null where there is none or the server does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Message? LastMessage { get; init; }
}

/// <summary>How the user stands to a peer (C-05).</summary>
public static class ContactStatus
{
    public const string Contact = "contact";

    /// <summary>They wrote first and were not answered yet.</summary>
    public const string Request = "request";

    public const string Blocked = "blocked";
}
