using ChatPosta.Threads;

namespace ChatPosta.Composer;

/// <summary>What the next message answers, as it stands above the field.</summary>
/// <param name="RowId">The row of the message that is answered; all that the form carries.</param>
public sealed record ReplyModel(long RowId, string Author = "", string? Text = null)
{
    public static ReplyModel Of(MessageModel row) => new(row.RowId, row.Author.Name, Summary.Of(row.Payload));
}
