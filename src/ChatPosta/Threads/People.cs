using ChatPosta.Sidebar;
using Posta.Protocol;

namespace ChatPosta.Threads;

/// <summary>Who a row is from. An inner author of a room's broadcast is unverified until their signature was checked.</summary>
public sealed record Author(PostaUrl Url, string Name, bool IsMe = false, bool IsUnverified = false)
{
    public AvatarModel Avatar => AvatarModel.Of(Url, Name);
}

/// <summary>The two ends of a thread.</summary>
public sealed record People(Author Me, Author Them)
{
    public PostaUrl Peer => Them.Url;

    public static People Of(PostaUrl me, PostaUrl peer, string peerName) =>
        new(new Author(me, "You", IsMe: true), new Author(peer, peerName.Length > 0 ? peerName : peer.Host));
}
