using System.Buffers;
using System.Runtime.CompilerServices;

namespace Posta.Hosting.Events;

/// <summary>Reads an event stream as the WHATWG HTML standard (§9.2.6) parses it, in any chunking.</summary>
public static class SseReader
{
    private const int Chunk = 4096;

    /// <summary>The events of the stream, and a <see cref="SseEvent.KeepAlive"/> for each comment. An event cut off by the end is dropped.</summary>
    /// <param name="stream">The body; reading stops with it.</param>
    /// <param name="maxLine">Bytes allowed in a line, and in the data of one event.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The server exceeds the limit.</exception>
    /// <exception cref="IOException">The connection broke; reconnect with the id of the last event.</exception>
    public static async IAsyncEnumerable<SseEvent> Read(Stream stream, int maxLine, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var parser = new SseParser(maxLine);
        while (true)
        {
            // An idle stream holds no buffer: the empty read returns when there is something to rent one for.
            _ = await stream.ReadAsync(Memory<byte>.Empty, ct);
            var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
            try
            {
                var read = await stream.ReadAsync(buffer, ct);
                if (read == 0) yield break;
                for (ReadOnlyMemory<byte> rest = buffer.AsMemory(0, read); parser.Next(ref rest, out var found);) yield return found;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
