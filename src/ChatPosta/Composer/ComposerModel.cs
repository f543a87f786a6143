using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>
/// The form for the next message. The key makes a double click, a reload and a retry one message; a refused text
/// comes back with the key that it was sent under.
/// </summary>
public sealed record ComposerModel(PostaUrl Peer, string Key, string Text = "", string Problem = "", bool Focus = false)
{
    public static ComposerModel Fresh(PostaUrl peer, bool focus = false) => new(peer, Guid.CreateVersion7().ToString(), Focus: focus);
}
