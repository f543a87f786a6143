using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks;

/// <summary>
/// One kept connection that sends requests made beforehand and looks at answers no more than it must: the load is on the
/// machine that is measured, so it should weigh little.
/// </summary>
internal sealed class HttpLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _filled;

    private HttpLine()
    {
    }

    public static async Task<HttpLine> Open(int port)
    {
        var line = new HttpLine();
        await line._socket.ConnectAsync(IPAddress.Loopback, port);
        return line;
    }

    public static byte[] Get(string target, string host, params string[] headers) =>
        Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n");

    public static byte[] Post(string target, string host, byte[] body, params string[] headers) => Write("POST", target, host, body, headers);

    public static byte[] Write(string method, string target, string host, byte[] body, params string[] headers) =>
    [
        .. Encoding.Latin1.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"),
        .. body,
    ];

    /// <summary>Sends one request and reads its answer to the end; says the status.</summary>
    public async Task<int> Exchange(ReadOnlyMemory<byte> request)
    {
        await Send(request);
        _filled = 0;
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0) await Fill();
        var status = int.Parse(_buffer.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture);
        var head = Encoding.Latin1.GetString(_buffer, 0, end).ToLowerInvariant();
        if (Length(head) is { } length) await Skip(end + 4 + length - _filled);
        else if (head.Contains("transfer-encoding: chunked", StringComparison.Ordinal)) await SkipToLastChunk(end + 2);
        return status;
    }

    public async Task Send(ReadOnlyMemory<byte> request) => await _socket.SendAsync(request);

    /// <summary>What has come, at least one byte.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> Receive()
    {
        _filled = 0;
        await Fill();
        return _buffer.AsMemory(0, _filled);
    }

    public void Dispose() => _socket.Dispose();

    private static long? Length(string head)
    {
        const string Name = "content-length: ";
        var at = head.IndexOf(Name, StringComparison.Ordinal);
        return at < 0 ? null : Utf8Parser.TryParse(Encoding.Latin1.GetBytes(head[(at + Name.Length)..]), out long value, out _) ? value : 0;
    }

    private async Task Skip(long bytes)
    {
        while (bytes > 0)
        {
            _filled = 0;
            await Fill();
            bytes -= _filled;
        }
    }

    // The last chunk is empty. JSON has no bare line end before a zero, so nothing else looks like one.
    private async Task SkipToLastChunk(int start)
    {
        _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
        _filled -= start;
        while (!_buffer.AsSpan(0, _filled).EndsWith("\r\n0\r\n\r\n"u8))
        {
            var kept = Math.Min(_filled, 8);
            _buffer.AsSpan(_filled - kept, kept).CopyTo(_buffer);
            _filled = kept;
            await Fill();
        }
    }

    private async Task Fill()
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        if (read == 0) throw new IOException("The server has closed the connection.");
        _filled += read;
    }
}
