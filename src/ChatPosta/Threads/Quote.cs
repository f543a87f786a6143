using static ChatPosta.Languages.Texts;

namespace ChatPosta.Threads;

/// <summary>What a message answers. Without a row it is further up than what is loaded.</summary>
public sealed record Quote(long? RowId, string Author, string Text)
{
    private static Quote Elsewhere => new(null, "", T("An earlier message"));

    public static MessageModel Attach(MessageModel row, IEnumerable<MessageModel> shown) =>
        row.InReplyTo.Length == 0 ? row : row with { Quote = Of(shown.FirstOrDefault(other => other.Id == row.InReplyTo)) };

    private static Quote Of(MessageModel? original) =>
        original is null ? Elsewhere : new Quote(original.RowId, original.Author.Name, Summary.Of(original.Payload));
}
