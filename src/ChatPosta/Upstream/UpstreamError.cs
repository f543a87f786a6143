using System.Net;
using Posta.Hosting.Egress;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Upstream;

/// <summary>Why a call to the user's posta-server gave no answer that we can use.</summary>
internal enum UpstreamFailure
{
    /// <summary>No connection, no TLS, no answer in time, or an address that we must not reach.</summary>
    Unreachable,

    /// <summary>401: the token is no longer good.</summary>
    Refused,

    /// <summary>429: it asks us to slow down.</summary>
    Busy,

    /// <summary>Another 4xx: the request was understood and turned down.</summary>
    Rejected,

    /// <summary>5xx, or an answer that is not posta's.</summary>
    Faulty,
}

/// <param name="Code">The server's stable code, or empty.</param>
internal sealed record UpstreamError(UpstreamFailure Failure, int Status = 0, string Code = "")
{
    /// <summary>What a status outside 2xx means. A redirect is not posta's: the token would have to follow it.</summary>
    public static UpstreamError Of(HttpStatusCode status, string code = "") => new(
        status switch
        {
            HttpStatusCode.Unauthorized => UpstreamFailure.Refused,
            HttpStatusCode.TooManyRequests => UpstreamFailure.Busy,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => UpstreamFailure.Rejected,
            _ => UpstreamFailure.Faulty,
        },
        (int)status,
        code);

    /// <summary>In the user's words: what happened and what can be done.</summary>
    public string Explain() => Failure switch
    {
        UpstreamFailure.Unreachable => T("Couldn't reach your posta-server. Check that it is running, then try again."),
        UpstreamFailure.Refused => T("Your posta-server refused this token. Link your server again."),
        UpstreamFailure.Busy => T("Your posta-server is busy. Wait a moment, then try again."),
        UpstreamFailure.Rejected when Code == ErrorCode.EnvelopeTooLarge => T("This is too long for one message. Shorten it, or send it in parts."),
        UpstreamFailure.Rejected => Code.Length > 0 ? T("Your posta-server turned this down ({0}).", Code) : T("Your posta-server turned this down (status {0}).", Status),
        _ => T("Your posta-server gave an answer that isn't posta's. Check its address, or try again later."),
    };
}

internal sealed class UpstreamException(UpstreamError error, Exception? inner = null)
    : Exception($"posta-server: {error.Failure} {error.Status} {error.Code}", inner)
{
    public UpstreamError Error { get; } = error;

    /// <summary>False where the request surely had no effect: there was no connection to send it on, or the server said so.</summary>
    public bool MayHaveArrived => Error.Failure is UpstreamFailure.Faulty || (Error.Failure is UpstreamFailure.Unreachable && !IsWithoutConnection);

    private bool IsWithoutConnection => InnerException is EgressException egress
        && (egress.Failure is EgressFailure.Refused or EgressFailure.NameNotFound or EgressFailure.Tls
            || egress.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError });
}
