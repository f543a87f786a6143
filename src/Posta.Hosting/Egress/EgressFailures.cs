using System.Net.Sockets;
using System.Security.Authentication;

namespace Posta.Hosting.Egress;

/// <summary>Reads from the exceptions of the HTTP stack what went wrong.</summary>
internal static class EgressFailures
{
    public static EgressFailure? Of(Exception exception) => exception switch
    {
        EgressException egress => egress.Failure,
        OperationCanceledException or TimeoutException => EgressFailure.Timeout,
        AuthenticationException => EgressFailure.Tls,
        HttpRequestException { InnerException: EgressException guard } => guard.Failure,
        HttpRequestException http => Of(http.HttpRequestError),
        SocketException or IOException => EgressFailure.Network,
        _ => null,
    };

    public static EgressException Wrap(EgressFailure failure, Uri url, Exception exception) =>
        exception as EgressException ?? exception.InnerException as EgressException
        ?? new EgressException(failure, $"{url.IdnHost}: {failure}. ({exception.GetBaseException().Message})", exception);

    private static EgressFailure Of(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => EgressFailure.NameNotFound,
        HttpRequestError.SecureConnectionError => EgressFailure.Tls,
        _ => EgressFailure.Network,
    };
}
