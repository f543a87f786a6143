using ChatPosta.Composer;
using ChatPosta.Contacts;
using ChatPosta.Queue;
using Posta.Protocol;

namespace ChatPosta.Threads;

public sealed record ThreadModel(Author Them, RowsModel Rows, ComposerModel Composer)
{
    /// <summary>What waits to be sent here.</summary>
    public QueueModel Queue { get; init; } = QueueModel.Of(Them.Url, []);

    public PostaUrl Peer => Them.Url;

    /// <summary>A stranger who waits for a decision: nothing is marked read.</summary>
    public bool IsRequest { get; init; }

    public bool IsBlocked { get; init; }

    /// <summary>What can be done with the contact; null for whoever is none.</summary>
    public ContactMenuModel? Menu { get; init; }

    /// <summary>Whether there is a field to write in. What was written and refused comes back into one, whoever it was for.</summary>
    public bool HasComposer => Composer.IsRefused || !(IsRequest || IsBlocked);
}
