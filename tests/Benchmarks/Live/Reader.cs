using System.Net;
using System.Net.Sockets;

namespace Benchmarks.Live;

/// <summary>A connection of which <see cref="ReadingThread"/> reads whatever comes.</summary>
internal abstract class Reader : IDisposable
{
    protected Reader(IPAddress from, int port, Action<Socket>? prepare = null)
    {
        Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        prepare?.Invoke(Socket);
        Socket.Bind(new IPEndPoint(from, 0));
        Socket.Connect(IPAddress.Loopback, port);
    }

    public Socket Socket { get; }

    /// <summary>Whose it is at the thread.</summary>
    public int Key { get; set; }

    /// <summary>On the reading thread.</summary>
    public abstract void Take(ReadOnlySpan<byte> bytes);

    /// <summary>On the reading thread: the server has ended it.</summary>
    public virtual void OnEnd()
    {
    }

    public void Send(ReadOnlySpan<byte> request) => Socket.Send(request);

    /// <summary>Cuts it, as a network does: nothing is said to the server, and the port is free at once.</summary>
    public void Dispose()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }
}
