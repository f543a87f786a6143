using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Messages;

namespace Posta.Server.Contacts;

/// <summary>A row of contacts as SQLite hands it over.</summary>
internal sealed record ContactRow
{
    /// <summary>
    /// Each contact and its newest message. That is there for a preview: the list has one per contact and would outgrow what
    /// clients take if each could bring the 64 KiB of an envelope, and still sooner by strangers, of whom there can be any
    /// number; client-api.md lets it be absent.
    /// </summary>
    public const string From =
        """
        FROM contacts c
        LEFT JOIN messages m
            ON m.row_id = c.last_row_id AND length(m.payload) <= CASE c.status WHEN 'contact' THEN 4096 ELSE 512 END
        WHERE c.status <> 'removed'
        """;

    public const string Select =
        $"""
        SELECT c.url AS Url, c.name AS Name, c.avatar AS Avatar, c.kind AS Kind, c.status AS Status,
               c.pinned AS Pinned, c.muted AS Muted, c.last_message_at AS LastMessageAt,
               c.last_read_row_id AS LastReadRowId, c.unread_count AS UnreadCount,
               {MessageRow.Columns}
        {From}
        """;

    /// <summary>Where the columns of the message begin.</summary>
    public const string SplitOn = nameof(MessageRow.RowId);

    public string Url { get; init; } = "";

    public string Name { get; init; } = "";

    public string Avatar { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Status { get; init; } = "";

    public bool Pinned { get; init; }

    public bool Muted { get; init; }

    public string LastMessageAt { get; init; } = "";

    public long LastReadRowId { get; init; }

    public int UnreadCount { get; init; }

    public Contact ToContact(MessageRow? newest) => new()
    {
        Url = PostaUrl.Parse(Url).Display,
        Name = Name,
        Avatar = Avatar,
        Kind = Kind,
        Status = Status,
        Pinned = Pinned,
        Muted = Muted,
        LastMessageAt = LastMessageAt,
        LastReadRowId = LastReadRowId,
        UnreadCount = UnreadCount,
        LastMessage = newest?.ToMessage(),
    };
}
