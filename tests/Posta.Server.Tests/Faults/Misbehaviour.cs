using System.Text;
using Posta.Server.Tests.Support;

namespace Posta.Server.Tests.Faults;

/// <summary>What peers do that mean no good, or run on a bad day.</summary>
internal static class Misbehaviour
{
    private const string Type = "Content-Type: application/posta+json\r\n";

    public static Func<HostilePeer, CancellationToken, Task> Named(string name, TimeProvider time) => name switch
    {
        "hangs" => (_, ct) => Task.Delay(Timeout.Infinite, ct),
        "hangs in the body" => HangInTheBody,
        "one byte of the body a second" => (peer, ct) => DripTheBody(peer, time, ct),
        "one byte of the head a second" => (peer, ct) => Drip(peer, "HTTP/1.1 200 OK\r\nX: ", time, ct),
        "50 MB" => (peer, ct) => Flood(peer, $"HTTP/1.1 200 OK\r\n{Type}Content-Length: 52428800\r\n\r\n", ct),
        "50 MB without a length" => (peer, ct) => Flood(peer, $"HTTP/1.1 400 No\r\n{Type}\r\n", ct),
        "50 MB of headers" => (peer, ct) => Flood(peer, "HTTP/1.1 200 OK\r\nX: ", ct),
        "another protocol" => (peer, ct) => peer.Write("SSH-2.0-OpenSSH_9.2p1\r\n", ct),
        "switches the protocol" => (peer, ct) => peer.Write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", ct),
        "hangs up" => (_, _) => Task.CompletedTask,
        "redirects" => (peer, ct) => peer.Write("HTTP/1.1 307 There\r\nLocation: https://dave.localhost/\r\nContent-Length: 0\r\n\r\n", ct),
        "wrong JSON" => (peer, ct) => Answer(peer, "400 No", "[{\"error\":", ct),
        "a wrong document" => (peer, ct) => Answer(peer, "409 Again", "{\"error\":{\"error\":5}}", ct),
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private static Task Answer(HostilePeer peer, string status, string body, CancellationToken ct) =>
        peer.Write($"HTTP/1.1 {status}\r\n{Type}Content-Length: {body.Length}\r\n\r\n{body}", ct);

    private static async Task HangInTheBody(HostilePeer peer, CancellationToken ct)
    {
        await peer.Write($"HTTP/1.1 200 OK\r\n{Type}Content-Length: 1000\r\n\r\n{{", ct);
        await Task.Delay(Timeout.Infinite, ct);
    }

    private static async Task DripTheBody(HostilePeer peer, TimeProvider time, CancellationToken ct)
    {
        await peer.Write($"HTTP/1.1 500 Oh\r\n{Type}Content-Length: 60000\r\n\r\n", ct);
        await Drip(peer, " ", time, ct);
    }

    private static async Task Drip(HostilePeer peer, string text, TimeProvider time, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            await peer.Write(text[i % text.Length].ToString(), ct);
            await Task.Delay(TimeSpan.FromSeconds(1), time, ct);
        }
    }

    private static async Task Flood(HostilePeer peer, string head, CancellationToken ct)
    {
        await peer.Write(head, ct);
        var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        for (var i = 0; i < 800; i++)
            await peer.Write(block, ct);
    }
}
