using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>Consecutive rows of a thread, oldest first.</summary>
public sealed record RowsModel(PostaUrl Peer, IReadOnlyList<MessageModel> Messages)
{
    /// <summary>There are more before this row.</summary>
    public long? OlderThan { get; init; }

    public long? FirstUnread { get; init; }

    public UnreadReason UnreadReason { get; init; }

    /// <summary>The row that a search led to.</summary>
    public long? Found { get; init; }

    /// <summary>Not the newest page: there must be a way back.</summary>
    public bool IsPast { get; init; }

    /// <summary>Comes along with another fragment and finds its own place.</summary>
    public bool OutOfBand { get; init; }

    public static RowsModel From(Window window, People people)
    {
        var all = window.Rows.Select(row => MessageModel.From(row, people)).ToArray();
        var quoted = all.Select(row => Quote.Attach(row, all)).ToArray();
        return new RowsModel(people.Peer, [.. Clusters.Arrange(quoted, Read(window.Previous), Read(window.Next))])
        {
            OlderThan = window.Previous is null ? null : all[0].RowId,
        };

        MessageModel? Read(Message? neighbour) => neighbour is null ? null : MessageModel.From(neighbour, people);
    }

    /// <summary>Marks the row that was asked for, if it is there.</summary>
    public RowsModel WithFound(long rowId) => this with { Found = Messages.FirstOrDefault(row => row.RowId == rowId)?.RowId };

    /// <summary>Marks where to go on reading, where the reader has said so, if that row is there.</summary>
    public RowsModel WithUnreadFrom(long rowId) => this with
    {
        FirstUnread = Messages.FirstOrDefault(row => row.RowId == rowId)?.RowId,
        UnreadReason = UnreadReason.Marked,
    };

    /// <summary>Marks where to go on reading: the first inbound row beyond what was read, unless the reader has said where.</summary>
    public RowsModel WithUnreadSince(long lastRead, UnreadReason reason) => FirstUnread is not null ? this : this with
    {
        FirstUnread = Messages.FirstOrDefault(row => !row.Author.IsMe && row.RowId > lastRead)?.RowId,
        UnreadReason = reason,
    };
}
