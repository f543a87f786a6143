using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Benchmarks.Live;

/// <summary>
/// epoll(7), so that one thread reads ten thousand sockets. The runtime's own asynchronous sockets cost this program as much
/// as the server's side costs the server, and what they take on the same machine would be missing there.
/// </summary>
internal sealed class Epoll : IDisposable
{
    private const int Add = 1;
    private const int Delete = 2;
    private const uint Readable = 1;

    private readonly int _epoll = epoll_create1(0);
    private readonly Event[] _events = new Event[256];

    public void Watch(Socket socket, int key) => Control(Add, socket, key);

    public void Leave(Socket socket) => Control(Delete, socket, 0);

    /// <summary>Fills in the keys of sockets that have something to read; answers how many.</summary>
    public int Wait(Span<int> keys, TimeSpan limit)
    {
        var count = epoll_wait(_epoll, _events, Math.Min(keys.Length, _events.Length), (int)limit.TotalMilliseconds);
        for (var i = 0; i < count; i++) keys[i] = _events[i].Key;
        return Math.Max(count, 0);
    }

    public void Dispose() => _ = close(_epoll);

    private void Control(int operation, Socket socket, int key)
    {
        var wanted = new Event { Kinds = Readable, Key = key };
        if (epoll_ctl(_epoll, operation, (int)socket.Handle, ref wanted) != 0) throw new Win32Exception();
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_ctl(int epoll, int operation, int socket, ref Event wanted);

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_wait(int epoll, [Out] Event[] events, int count, int milliseconds);

    [DllImport("libc")]
    private static extern int close(int file);

    // Packed on x64 only.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Event
    {
        public uint Kinds;
        public int Key;
        public int Unused;
    }
}
