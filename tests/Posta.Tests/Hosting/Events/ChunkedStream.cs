namespace Posta.Tests.Hosting.Events;

/// <summary>Hands its bytes out in pieces of the given sizes, round and round.</summary>
internal sealed class ChunkedStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
{
    private int _turn;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return new(0);
        var size = Math.Clamp(sizes[_turn++ % sizes.Length], 1, buffer.Length);
        return base.ReadAsync(buffer[..size], cancellationToken);
    }
}
