using System.Net.Http.Headers;
using System.Text.Json;
using Posta.Hosting.Egress;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace Posta.Server.Outbox;

/// <summary>Takes one signed envelope to its recipient and understands the answer (wire.md §6).</summary>
internal sealed class Courier(GuardedHttp http, TimeProvider time)
{
    private const int MaxAnswerBytes = 16 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    public async Task<Answer> Deliver(PostaUrl recipient, byte[] envelope, byte[] signature, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, recipient.ToUri()) { Content = new ByteArrayContent(envelope) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(WireFormat.MediaType);
        request.Headers.Add(WireFormat.SignatureHeader, Convert.ToBase64String(signature));
        try
        {
            return Understand(await http.Exchange(request, TimeLimit, MaxAnswerBytes, ct, isYesEnough: true));
        }
        catch (EgressException e)
        {
            return OfFailure(e.Failure);
        }
    }

    private Answer Understand(EgressAnswer answer) => Meaning(answer) with { Status = (int)answer.Status };

    private Answer Meaning(EgressAnswer answer)
    {
        var peerCode = Code(answer.Body);
        var code = ErrorCode.OfAnswer((int)answer.Status, peerCode);
        return (int)answer.Status switch
        {
            >= 200 and < 300 => new Answer.Delivered(),
            >= 300 and < 400 => new Answer.Refused(ErrorCode.Redirect),
            // W-21: an unreadable 409 is taken for the likely one.
            409 when peerCode is null or ErrorCode.DuplicateId => new Answer.Delivered(),
            400 when peerCode is ErrorCode.StaleTimestamp => new Answer.Stale(),
            429 or 503 => new Answer.Unavailable(code, RetryAfter(answer)),
            >= 500 => new Answer.Unavailable(code),
            >= 400 => new Answer.Refused(code),
            _ => new Answer.Unavailable(ErrorCode.NetworkError),
        };
    }

    private TimeSpan? RetryAfter(EgressAnswer answer)
    {
        if (answer.Headers.RetryAfter is { } header)
            return header.Delta ?? header.Date - time.GetUtcNow();
        // More seconds than the framework counts: a very long time all the same.
        return answer.Headers.NonValidated.TryGetValues("Retry-After", out var values) && values.ToString() is { Length: > 0 } text
            && text.All(char.IsAsciiDigit) ? TimeSpan.MaxValue : null;
    }

    // W-25: the status decides; whatever is wrong with the body only costs its code.
    private static string? Code(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ClientApiJson.Default.ApiError)?.Error is { Length: > 0 } code ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Answer OfFailure(EgressFailure failure) => failure switch
    {
        EgressFailure.Refused => new Answer.Refused(ErrorCode.EgressRefused),
        EgressFailure.Tls => new Answer.Unavailable(ErrorCode.TlsError),
        EgressFailure.Timeout => new Answer.Unavailable(ErrorCode.Timeout),
        _ => new Answer.Unavailable(ErrorCode.NetworkError),
    };
}
