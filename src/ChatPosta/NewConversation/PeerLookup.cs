using ChatPosta.Media;
using ChatPosta.Upstream;
using Posta.Protocol;

namespace ChatPosta.NewConversation;

/// <summary>Reads what a peer says about itself, before anybody writes to it.</summary>
internal sealed class PeerLookup(PeerDocuments documents)
{
    public async Task<PeerPreview> Find(PostaUrl peer, Pictures pictures, CancellationToken ct)
    {
        var found = await documents.Read(peer, ct);
        return found.Document is { } document
            ? new PeerPreview(peer, document.Name, document.About, document.Kind, pictures.Avatar(document.Avatar))
            : new PeerPreview(peer) { Doubt = found.Doubt };
    }
}
