using System.Buffers;

namespace Posta.Hosting.Egress;

/// <summary>Reads a body and stops at the cap, whatever Content-Length claims.</summary>
internal sealed class CappedBody(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Null when the body was read to its end.</summary>
    public async Task<EgressFailure?> Fill(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            while (true)
            {
                // One byte more than allowed, so that "exactly full" and "too large" differ.
                var room = Math.Min(16 * 1024, maxBytes - Length + 1);
                var read = await stream.ReadAsync(_bytes.GetMemory(room)[..room], ct);
                if (read == 0) return null;
                if (Length + read > maxBytes) return Keep(maxBytes - Length);
                _bytes.Advance(read);
            }
        }
        catch (Exception e) when (EgressFailures.Of(e) is { } failure)
        {
            return failure;
        }
    }

    private EgressFailure Keep(int rest)
    {
        _bytes.Advance(rest);
        return EgressFailure.TooLarge;
    }
}
