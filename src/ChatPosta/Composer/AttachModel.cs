using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>The form for a picture. Its key makes a double click and a retry one message, as in <see cref="ComposerModel"/>.</summary>
/// <param name="Alt">What the picture shows, in words.</param>
public sealed record AttachModel(PostaUrl Peer, string Key, string Alt = "", string Problem = "")
{
    public static AttachModel Fresh(PostaUrl peer) => new(peer, Guid.CreateVersion7().ToString());
}
