using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Posta.Protocol;

namespace Posta.Server.Tests.Support;

/// <summary>A peer that answers with whatever bytes a test wants, at whatever pace, over real TLS.</summary>
internal sealed class HostilePeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Func<HostilePeer, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private readonly AsyncLocal<Stream?> _connection = new();
    private long _written;
    private int _requests;

    private HostilePeer(string name, Func<HostilePeer, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        Url = PostaUrl.Parse(string.Create(CultureInfo.InvariantCulture, $"https://{name}.localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        _accepting = Accept();
    }

    public PostaUrl Url { get; }

    /// <summary>How many requests have come in whole.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How many bytes of answers it got rid of.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>One whose script runs once per request.</summary>
    public static HostilePeer Start(Func<HostilePeer, CancellationToken, Task> script, string name = "carol") => new(name, script);

    /// <summary>Sends some more of the answer that the script is about.</summary>
    public async Task Write(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        await _connection.Value!.WriteAsync(bytes, ct);
        Interlocked.Add(ref _written, bytes.Length);
    }

    public Task Write(string text, CancellationToken ct) => Write(Encoding.ASCII.GetBytes(text), ct);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task Accept()
    {
        var serving = new List<Task>();
        while (!_ending.IsCancellationRequested)
            serving.Add(Serve(await _listener.AcceptTcpClientAsync(_ending.Token)));
        await Task.WhenAll(serving);
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = TestServer.Certificate }, _ending.Token);
            await ReadRequest(tls);
            Interlocked.Increment(ref _requests);
            _connection.Value = tls;
            await _script(this, _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or AuthenticationException or ObjectDisposedException)
        {
            // The other side had enough, or the test is over.
        }
    }

    private async Task ReadRequest(SslStream tls)
    {
        var request = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (Missing(request.ToString()) != 0)
        {
            var read = await tls.ReadAsync(buffer, _ending.Token);
            if (read == 0)
                throw new IOException("the request broke off");
            request.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    // Bytes of the body that are still to come; -1 while the head is not whole.
    private static int Missing(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return -1;

        var length = request.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        var body = length is null ? 0 : int.Parse(length["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        return body - (request.Length - end - 4);
    }
}
