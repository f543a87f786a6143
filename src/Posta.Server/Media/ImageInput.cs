using System.Buffers;

namespace Posta.Server.Media;

/// <summary>A body read forwards through one buffer, however large it is.</summary>
internal sealed class ImageInput(Stream body, long limit, CancellationToken ct) : IDisposable
{
    /// <summary>The most that can be looked at together: more than a JPEG segment has.</summary>
    public const int Window = 64 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Window);
    private int _start;
    private int _end;
    private long _read;

    /// <summary>What has been read and neither copied nor skipped.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the body has turned out to be larger than the limit; nothing more of it is read then.</summary>
    public bool IsTooLarge => _read > limit;

    /// <summary>Reads until so many bytes lie ahead; false if the body ends before.</summary>
    public async ValueTask<bool> Have(int count)
    {
        while (_end - _start < count)
            if (!await ReadOn())
                return false;
        return true;
    }

    /// <summary>Passes over bytes that lie ahead.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Passes over bytes; false if the body ends before.</summary>
    public ValueTask<bool> Drop(long count) => Move(count, null);

    /// <summary>Copies bytes as they are; false if the body ends before.</summary>
    public ValueTask<bool> Copy(long count, ImageOutput output) => Move(count, output);

    /// <summary>Reads what is left, up to the limit.</summary>
    public async Task Drain()
    {
        do
            _start = _end;
        while (await ReadOn());
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask<bool> Move(long count, ImageOutput? output)
    {
        while (count > 0)
        {
            if (!await Have(1))
                return false;
            var part = (int)Math.Min(count, _end - _start);
            output?.Write(Ahead[..part]);
            Skip(part);
            count -= part;
        }

        return true;
    }

    private async ValueTask<bool> ReadOn()
    {
        if (IsTooLarge)
            return false;

        Ahead.CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = await body.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += count;
        _read += count;
        return count > 0;
    }
}
