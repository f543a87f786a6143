using ChatPosta.Media;
using ChatPosta.Sidebar;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Threads;

/// <summary>Who a row is from. An inner author of a room's broadcast is unverified until their signature was checked.</summary>
public sealed record Author(PostaUrl Url, string Name, bool IsMe = false, bool IsUnverified = false, string Picture = "")
{
    public AvatarModel Avatar => AvatarModel.Of(Url, Name, Picture);
}

/// <summary>The two ends of a thread.</summary>
public sealed record People(Author Me, Author Them)
{
    /// <summary>What shows remote pictures; null where none are shown.</summary>
    public Pictures? Pictures { get; init; }

    /// <summary>The peer waits for an answer, and until then their pictures are not fetched.</summary>
    public bool IsRequest { get; init; }

    /// <summary>Whether a row can be replied to: there is a field to write in.</summary>
    public bool AreAnswerable { get; init; } = true;

    public PostaUrl Peer => Them.Url;

    public static People Of(PostaUrl me, PostaUrl peer, string peerName, string picture = "") =>
        new(new Author(me, T("You"), IsMe: true), new Author(peer, peerName.Length > 0 ? peerName : peer.Host, Picture: picture));
}
