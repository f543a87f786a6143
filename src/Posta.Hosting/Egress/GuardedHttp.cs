using System.Net;

namespace Posta.Hosting.Egress;

/// <summary>
/// The only HTTP client of either program. It goes to public addresses over https, follows no redirect, keeps no cookie,
/// knows no proxy and inflates nothing (wire.md §9, security.md §3.4).
/// </summary>
public sealed class GuardedHttp : IDisposable
{
    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>One instance per program: it pools the connections.</summary>
    public GuardedHttp(EgressOptions options, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
#pragma warning disable RS0030 // This is the guard that the ban points to.
        _client = new HttpClient(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }

    /// <summary>
    /// Sends and returns as soon as the headers are here; the limit ends there. The body has no time limit but the
    /// token that its reader brings, so an event stream may last for days.
    /// </summary>
    /// <exception cref="EgressException">No answer. A redirect is an answer.</exception>
    public async Task<HttpResponseMessage> Send(HttpRequestMessage request, TimeSpan limit, CancellationToken ct)
    {
        Check(request);
        using var clock = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode != HttpStatusCode.SwitchingProtocols ? response : throw NotAsked(response);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && EgressFailures.Of(e) is { } failure)
        {
            throw EgressFailures.Wrap(failure, request.RequestUri!, e);
        }
    }

    /// <summary>Sends and reads the answer, all within the limit. Once the status is known nothing is thrown.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="limit">For everything, from the name's resolution to the last byte.</param>
    /// <param name="maxBytes">Of the body; what is beyond is left out.</param>
    /// <param name="ct">Ends it at once.</param>
    /// <param name="isYesEnough">A success is not waited for to its last byte, and has no body here.</param>
    /// <exception cref="EgressException">No answer.</exception>
    public async Task<EgressAnswer> Exchange(HttpRequestMessage request, TimeSpan limit, int maxBytes, CancellationToken ct, bool isYesEnough = false)
    {
        using var clock = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, ct);
        using var response = await Send(request, limit, ct);
        var body = new CappedBody(maxBytes);
        var cut = isYesEnough && response.IsSuccessStatusCode ? null : await body.Fill(response, either.Token);
        ct.ThrowIfCancellationRequested();
        var type = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        return new EgressAnswer(response.StatusCode, response.Headers, type, body.ToArray(), cut);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static void Check(HttpRequestMessage request)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true, Scheme: "https", UserInfo: "" })
            throw new EgressException(EgressFailure.Refused, "Only https URLs without user information are reached.");
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
    }

    // We never ask for another protocol, so the peer is not speaking HTTP with us (decisions.md W-38).
    private static EgressException NotAsked(HttpResponseMessage response)
    {
        response.Dispose();
        return new EgressException(EgressFailure.Network, "The server switched to a protocol that nobody asked for.");
    }

    private static SocketsHttpHandler Handler(EgressOptions options)
    {
        var dialer = new GuardedDialer(options);
        return new SocketsHttpHandler
        {
            ConnectCallback = (context, ct) => dialer.Connect(context.DnsEndPoint, ct),
            ConnectTimeout = options.ConnectTimeout,
            SslOptions = CertificateTrust.For(options.TrustedRoots),
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16, // KiB
            EnableMultipleHttp2Connections = true,
            // Short, so that a moved name is resolved and judged again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            // A connection that a NAT dropped silently would swallow every request that shares it with a stream.
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
    }
}
