using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>
/// The form for the next message. The key makes a double click, a reload and a retry one message; a refused text
/// comes back with the key that it was sent under.
/// </summary>
public sealed record ComposerModel(PostaUrl Peer, string Key, string Text = "", string Problem = "", bool Focus = false)
{
    /// <summary>The message that this one answers; null for none.</summary>
    public ReplyModel? Reply { get; init; }

    /// <summary>Which draft the text began as (<see cref="Drafts.Mark"/>); "" for none.</summary>
    public string Drafted { get; init; } = "";

    /// <summary>The form for a picture, where it has something to say; null for a fresh one.</summary>
    public AttachModel? Attach { get; init; }

    /// <summary>Whether it shows what was just refused, and why; a draft is not that.</summary>
    public bool IsRefused => Problem.Length > 0 || Attach is { Problem.Length: > 0 };

    public static ComposerModel Fresh(PostaUrl peer, bool focus = false) => new(peer, Guid.CreateVersion7().ToString(), Focus: focus);
}
