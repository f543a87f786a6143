using System.Net;
using Posta.Hosting.Egress;
using Posta.Protocol;
using Posta.Server.Identities;

namespace Posta.Server.Doctor;

/// <summary>Asks an identity's own URL for its actor document, as a peer would: the way through DNS, proxy and TLS.</summary>
internal sealed class PublicCheck(GuardedHttp http, TimeProvider time)
{
    private const string Check = "public url";

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<Finding>> Run(ManifestEntry entry, IdentityFolder folder, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, entry.Url.ToUri());
        request.Headers.Accept.ParseAdd(WireFormat.MediaType);
        try
        {
            var answer = await http.Exchange(request, TimeLimit, WireFormat.MaxBytes, ct);
            return [Judge(entry, folder, answer), .. Clock(entry, answer)];
        }
        catch (EgressException e) when (e.Failure is EgressFailure.Refused)
        {
            return [Finding.Problem(
                entry.Slug, Check, $"{entry.Url.Display} cannot be asked: {e.Message} Look at its DNS name; for a trial on one machine, set allow_private_egress.")];
        }
        catch (EgressException e)
        {
            return [Finding.Problem(
                entry.Slug, Check, $"{entry.Url.Display} does not answer: {e.Message} Look at its DNS name, the proxy, the firewall and the certificate.")];
        }
    }

    private static Finding Judge(ManifestEntry entry, IdentityFolder folder, EgressAnswer answer)
    {
        if (answer.Status == HttpStatusCode.NotFound)
            return Finding.Problem(
                entry.Slug, Check, $"{entry.Url.Display} answers 404. The proxy does not pass the Host header on as it came, or the daemon has not read the manifest since: send it SIGHUP.");
        if (answer.Status == HttpStatusCode.ServiceUnavailable)
            return Finding.Problem(entry.Slug, Check, $"{entry.Url.Display} is out of service (503). The daemon's log says why.");
        if (answer.Status != HttpStatusCode.OK || answer.Cut is not null || !WireFormat.IsMediaType(answer.MediaType))
            return Finding.Problem(
                entry.Slug, Check, $"{entry.Url.Display} answers {(int)answer.Status} and no actor document. Something else than this server is behind it, or a proxy changes the answer.");
        if (!ActorDocument.TryParse(answer.Body, entry.Url, out var document, out var reason))
            return Finding.Problem(entry.Slug, Check, $"{entry.Url.Display} answers an actor document that peers refuse: {reason}");

        return HasOurKeys(document, folder)
            ? Finding.Ok(entry.Slug, Check, $"{entry.Url.Display} answers with our keys.")
            : Finding.Problem(entry.Slug, Check, $"{entry.Url.Display} answers with other keys than those in {folder.Keys}. Another server has this name.");
    }

    private static bool HasOurKeys(ActorDocument document, IdentityFolder folder) =>
        KeyFile.Read(folder.Keys).Published is var ours
        && ours.Count == document.Keys.Count
        && ours.All(key => document.Key(key.Id) is { } published && published.PublicKey.Span.SequenceEqual(key.PublicKey.Span));

    // A proxy's clock is another machine's, where there is one: an envelope may be five minutes off, not more.
    private IEnumerable<Finding> Clock(ManifestEntry entry, EgressAnswer answer)
    {
        if (answer.Headers.Date is not { } theirs)
            return [];

        var off = (time.GetUtcNow() - theirs).Duration();
        return off > ClockTolerance
            ? [Finding.Warning(entry.Slug, "clock", $"this machine and {entry.Url.Authority} are {(int)off.TotalSeconds} s apart. Set the clock: peers refuse messages that are five minutes off.")]
            : [Finding.Ok(entry.Slug, "clock", "agrees with what answers at the public url.")];
    }
}
