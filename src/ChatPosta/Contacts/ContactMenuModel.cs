using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Contacts;

/// <summary>What can be done with a conversation, from its head.</summary>
/// <param name="IsOpen">The answer to something that was done in it leaves it open.</param>
public sealed record ContactMenuModel(PostaUrl Peer, bool Pinned, bool Muted, bool IsOpen = false)
{
    public static ContactMenuModel Of(PostaUrl peer, Contact contact) => new(peer, contact.Pinned, contact.Muted);
}
