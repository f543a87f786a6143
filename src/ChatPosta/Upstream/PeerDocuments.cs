using System.Net;
using System.Net.Http.Headers;
using Posta.Hosting.Egress;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Upstream;

/// <summary>Reads what somebody publishes about themselves at their address (wire.md §3).</summary>
internal sealed class PeerDocuments(GuardedHttp http)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    public async Task<PeerDocument> Read(PostaUrl peer, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, peer.ToUri());
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(WireFormat.MediaType));
        try
        {
            return Read(peer, await http.Exchange(request, Limit, WireFormat.MaxBytes, ct));
        }
        catch (EgressException exception)
        {
            return new(Explain(exception.Failure));
        }
    }

    private static PeerDocument Read(PostaUrl peer, EgressAnswer answer)
    {
        if (answer.Status != HttpStatusCode.OK || answer.Cut is not null || !WireFormat.IsMediaType(answer.MediaType))
            return new(T("There is a server at this address, but it shows no posta inbox."));

        return ActorDocument.TryParse(answer.Body, peer, out var document, out _)
            ? new("", document)
            : new(T("The posta inbox at this address describes itself in a way that cannot be trusted."));
    }

    private static string Explain(EgressFailure failure) => failure switch
    {
        // One text: else a stranger could ask here for the names in our own network (security.md §3.4).
        EgressFailure.NameNotFound or EgressFailure.Refused => T("There is no public server of this name. Is it spelt right?"),
        EgressFailure.Tls => T("The server at this address has no valid certificate."),
        EgressFailure.Timeout => T("The server at this address did not answer in time."),
        _ => T("The server at this address could not be reached."),
    };
}

/// <param name="Doubt">In the user's words why there is no document; "" when there is one.</param>
internal sealed record PeerDocument(string Doubt, ActorDocument? Document = null);
