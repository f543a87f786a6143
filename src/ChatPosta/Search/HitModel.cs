using ChatPosta.Threads;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Search;

/// <summary>A message that was found: in whose thread, by whom, when, and the words in their context.</summary>
/// <param name="Them">With whom the thread is.</param>
/// <param name="Writer">Who wrote it where that is not them; else "".</param>
public sealed record HitModel(long RowId, Author Them, string Writer, DateTimeOffset At, IReadOnlyList<Piece> Text, ImageModel? Image)
{
    /// <summary>The page of the thread that is around the message.</summary>
    public string Path => $"{PeerPath.Of(Them.Url)}?at={RowId}";

    public static HitModel From(Message message, People people, IReadOnlyList<string> words)
    {
        var row = MessageModel.From(message, people);
        var writer = row.Author.Url == people.Peer ? "" : row.Author.Name;
        return new(row.RowId, people.Them, writer, row.At, Excerpt.Of(row.Payload, words), row.Image);
    }
}
