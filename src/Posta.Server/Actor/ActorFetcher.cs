using System.Net;
using Posta.Hosting.Egress;
using Posta.Protocol;
using Posta.Server.Http;

namespace Posta.Server.Actor;

/// <summary>
/// Asks peers for their actor documents. Any stranger can cause a fetch before proving anything, so fetches are
/// limited by who causes them and by whom they hit (W-19).
/// </summary>
internal sealed class ActorFetcher(GuardedHttp http, ServerConfig config, TimeProvider time)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);

    private readonly SlidingMinute<string> _perSource = new(config.FetchesPerSource, time);
    private readonly SlidingMinute<string> _perHost = new(config.FetchesPerHost, time);
    private readonly FetchPlaces _places = new();

    public async Task<ActorFetch> Fetch(PostaUrl url, string source, bool isContact, CancellationToken ct)
    {
        if (!_places.TryTake(source, url.Authority, isContact))
            return new ActorFetch.Limited(TimeSpan.FromSeconds(1));

        try
        {
            return _perSource.TryPass(source, out var wait) && _perHost.TryPass(url.Authority, out wait)
                ? await Ask(url, ct)
                : new ActorFetch.Limited(wait);
        }
        catch (EgressException e)
        {
            return new ActorFetch.Failed(e.Message);
        }
        finally
        {
            _places.Leave(source, url.Authority);
        }
    }

    private async Task<ActorFetch> Ask(PostaUrl url, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url.ToUri());
        request.Headers.Accept.ParseAdd(WireFormat.MediaType);
        var answer = await http.Exchange(request, TimeLimit, WireFormat.MaxBytes, ct);
        if (answer.Status is not HttpStatusCode.OK)
            return new ActorFetch.Failed($"The sender's host answered {(int)answer.Status}.");
        if (!WireFormat.IsMediaType(answer.MediaType) || answer.Cut is not null)
            return new ActorFetch.Failed("The sender's host answered something else than a whole actor document.");

        return ActorDocument.TryParse(answer.Body, url, out var document, out var reason)
            ? new ActorFetch.Document(document)
            : new ActorFetch.Failed(reason);
    }
}
