using Posta.Protocol;

namespace Posta.Server.Messages;

/// <summary>What stood around a message's payload, and the signature over all of it: the payload itself is stored once.</summary>
internal sealed record Wrapping(byte[] Before, byte[] After, byte[] Signature)
{
    /// <param name="body">An envelope's bytes (wire.md §4).</param>
    /// <param name="payload">The part of those bytes that is its payload.</param>
    /// <param name="signature">Over the body.</param>
    public static Wrapping Of(ReadOnlyMemory<byte> body, RawJson payload, ReadOnlyMemory<byte> signature)
    {
        if (!body.Span.Overlaps(payload.Utf8.Span, out var start))
            throw new ArgumentException("The payload is no part of that body.", nameof(payload));

        return new(body[..start].ToArray(), body[(start + payload.Utf8.Length)..].ToArray(), signature.ToArray());
    }
}
