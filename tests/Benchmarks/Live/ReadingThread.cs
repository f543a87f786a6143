using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Benchmarks.Live;

/// <summary>Reads all connections of the load, one after the other.</summary>
internal sealed class ReadingThread : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Epoll _epoll = new();
    private readonly ConcurrentDictionary<int, Reader> _readers = new();
    private readonly Thread _thread;
    private int _keys;
    private volatile bool _isOver;

    public ReadingThread()
    {
        _thread = new Thread(Read) { IsBackground = true };
        _thread.Start();
    }

    public void Add(Reader reader)
    {
        reader.Key = Interlocked.Increment(ref _keys);
        _readers[reader.Key] = reader;
        _epoll.Watch(reader.Socket, reader.Key);
    }

    /// <summary>From now on nobody reads it.</summary>
    public void Remove(Reader reader)
    {
        if (_readers.TryRemove(reader.Key, out _)) _epoll.Leave(reader.Socket);
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        _epoll.Dispose();
    }

    private void Read()
    {
        Span<int> ready = stackalloc int[256];
        var buffer = new byte[64 * 1024];
        while (!_isOver)
        {
            var count = _epoll.Wait(ready, Tick);
            for (var i = 0; i < count; i++)
                if (_readers.TryGetValue(ready[i], out var reader)) Read(reader, buffer);
        }
    }

    private void Read(Reader reader, byte[] buffer)
    {
        try
        {
            var read = reader.Socket.Receive(buffer, SocketFlags.None, out _);
            if (read > 0)
            {
                reader.Take(buffer.AsSpan(0, read));
                return;
            }

            Remove(reader);
            reader.OnEnd();
        }
        catch (ObjectDisposedException)
        {
            // Cut from this side while its bytes were on their way.
        }
    }
}
