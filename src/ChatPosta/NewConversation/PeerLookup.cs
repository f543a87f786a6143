using System.Net;
using System.Net.Http.Headers;
using ChatPosta.Media;
using Posta.Hosting.Egress;
using Posta.Protocol;

namespace ChatPosta.NewConversation;

/// <summary>Reads what a peer says about itself, before anybody writes to it.</summary>
internal sealed class PeerLookup(GuardedHttp http)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    public async Task<PeerPreview> Find(PostaUrl peer, Pictures pictures, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, peer.ToUri());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(WireFormat.MediaType));
        try
        {
            return Read(peer, pictures, await http.Exchange(request, Limit, WireFormat.MaxBytes, ct));
        }
        catch (EgressException exception)
        {
            return new PeerPreview(peer) { Doubt = Explain(exception.Failure) };
        }
    }

    private static PeerPreview Read(PostaUrl peer, Pictures pictures, EgressAnswer answer)
    {
        if (answer.Status != HttpStatusCode.OK || answer.Cut is not null || !WireFormat.IsMediaType(answer.MediaType))
            return new PeerPreview(peer) { Doubt = "There is a server at this address, but it shows no posta inbox." };

        return ActorDocument.TryParse(answer.Body, peer, out var document, out _)
            ? new PeerPreview(peer, document.Name, document.About, document.Kind, pictures.Avatar(document.Avatar))
            : new PeerPreview(peer) { Doubt = "The posta inbox at this address describes itself in a way that cannot be trusted." };
    }

    private static string Explain(EgressFailure failure) => failure switch
    {
        // One text: else a stranger could ask here for the names in our own network (security.md §3.4).
        EgressFailure.NameNotFound or EgressFailure.Refused => "There is no public server of this name. Is it spelt right?",
        EgressFailure.Tls => "The server at this address has no valid certificate.",
        EgressFailure.Timeout => "The server at this address did not answer in time.",
        _ => "The server at this address could not be reached.",
    };
}
