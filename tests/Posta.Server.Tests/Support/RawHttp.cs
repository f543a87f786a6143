using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Posta.Protocol;

namespace Posta.Server.Tests.Support;

/// <summary>HTTPS to *.localhost for tests, which the guarded client would only make harder.</summary>
internal static class RawHttp
{
    public static HttpClient Client(PostaUrl url, string? token = null)
    {
#pragma warning disable RS0030 // Tests call their own servers only.
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = (_, ct) => Connect(url.Port, ct),
            SslOptions = Trust(),
        });
#pragma warning restore RS0030
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Sends bytes as they are and reads the status line: for requests that no client would make.</summary>
    public static async Task<string> Exchange(PostaUrl url, byte[] request)
    {
        await using var tls = await Begin(url, request);
        using var reader = new StreamReader(tls);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
    }

    /// <summary>The same, with all of the answer.</summary>
    public static async Task<string> Whole(string host, int port, byte[] request)
    {
        await using var tls = await Connect(host, port);
        await tls.WriteAsync(request, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(tls);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends bytes as they are and leaves the rest, or the end, to the test.</summary>
    public static async Task<Stream> Begin(PostaUrl url, byte[] request, bool endsAbruptly = false)
    {
        var tls = await Connect(url.Host, url.Port, endsAbruptly);
        await tls.WriteAsync(request, TestContext.Current.CancellationToken);
        return tls;
    }

    private static async Task<SslStream> Connect(string host, int port, bool endsAbruptly = false)
    {
        var tls = new SslStream(await Connect(port, TestContext.Current.CancellationToken, endsAbruptly));
        var options = Trust();
        options.TargetHost = host;
        await tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return tls;
    }

    private static async ValueTask<Stream> Connect(int port, CancellationToken ct, bool endsAbruptly = false)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, LingerState = new LingerOption(endsAbruptly, 0) };
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static SslClientAuthenticationOptions Trust()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(TestServer.Authority.Roots);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
