using ChatPosta.Composer;
using Posta.Protocol;

namespace ChatPosta.Threads;

public sealed record ThreadModel(Author Them, RowsModel Rows, ComposerModel Composer)
{
    public PostaUrl Peer => Them.Url;
}
