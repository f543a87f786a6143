using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Posta.Testing;

/// <summary>
/// The way to a program, byte by byte, so that it can be as bad as a network: cut, held up or slow. The program itself listens
/// on the same port of <see cref="Behind"/>; TLS passes as it is.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _program;
    private readonly ConcurrentDictionary<Socket, byte> _ends = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _held;
    private long _slowness;
    private volatile bool _isCut;

    private Wire(int port)
    {
        _program = new(IPAddress.Parse(Behind), port);
        _listener = new(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>The address of this machine at which programs listen that are reached through a wire.</summary>
    public static string Behind => "127.0.0.2";

    public static Wire To(int port) => new(port);

    /// <summary>What is open breaks, and nothing new comes through.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var end in _ends.Keys) Break(end);
    }

    /// <summary>Nothing breaks, and nothing moves until it is mended.</summary>
    public void Hold() => Interlocked.CompareExchange(ref _held, new(TaskCreationOptions.RunContinuationsAsynchronously), null);

    /// <summary>Whatever passes takes up to so long, so that what was sent later may arrive before it by another connection.</summary>
    public void Slow(TimeSpan by) => Interlocked.Exchange(ref _slowness, by.Ticks);

    public void Mend()
    {
        _isCut = false;
        Slow(TimeSpan.Zero);
        Interlocked.Exchange(ref _held, null)?.SetResult();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        Mend();
        await _accepting;
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Carry(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task Carry(Socket near)
    {
        using (near)
        using (var far = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            (near.NoDelay, far.NoDelay) = (true, true);
            _ends[near] = _ends[far] = 0;
            try
            {
                if (_isCut) throw new SocketException((int)SocketError.ConnectionReset);
                await far.ConnectAsync(_program);
                await Task.WhenAll(Pass(near, far), Pass(far, near));
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                Break(near);
            }

            _ends.TryRemove(near, out _);
            _ends.TryRemove(far, out _);
        }
    }

    /// <summary>One direction, to its end. One that breaks takes the other along.</summary>
    private async Task Pass(Socket from, Socket to)
    {
        try
        {
            var bytes = new byte[16 * 1024];
            while (await from.ReceiveAsync(bytes) is > 0 and var count)
            {
                await Lag();
                for (var sent = 0; sent < count;) sent += await to.SendAsync(bytes.AsMemory(sent, count - sent));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            Break(from);
            Break(to);
        }
    }

    private async Task Lag()
    {
        if (Interlocked.Read(ref _slowness) is > 0 and var slowness) await Task.Delay(new TimeSpan(Random.Shared.NextInt64(slowness)));
        if (Volatile.Read(ref _held) is { } held) await held.Task;
    }

    /// <summary>At once, without a farewell.</summary>
    private static void Break(Socket end)
    {
        try
        {
            end.LingerState = new(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }

        end.Dispose();
    }
}
