namespace Posta.Protocol;

/// <summary>What of a <c>POST</c> to an identity the checks need, as it came.</summary>
/// <param name="ContentType">Every Content-Type header.</param>
/// <param name="ContentEncoding">Every Content-Encoding header.</param>
/// <param name="Signature">Every <see cref="WireFormat.SignatureHeader"/> header.</param>
/// <param name="Body">The body's bytes, which are what was signed.</param>
public sealed record EnvelopeRequest(
    IReadOnlyList<string?> ContentType,
    IReadOnlyList<string?> ContentEncoding,
    IReadOnlyList<string?> Signature,
    ReadOnlyMemory<byte> Body);
