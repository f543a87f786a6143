using Posta.Protocol.Keys;

namespace Posta.Protocol;

/// <summary>An envelope that is for us and fresh, but could be anybody's until its signature is verified.</summary>
public sealed record UnverifiedEnvelope
{
    internal UnverifiedEnvelope(Envelope envelope, PostaUrl sender, ReadOnlyMemory<byte> body, ReadOnlyMemory<byte> signature)
    {
        (Envelope, Sender) = (envelope, sender);
        (Body, Signature) = (body, signature);
    }

    public Envelope Envelope { get; }

    /// <summary>Whose actor document to look for the key in.</summary>
    public PostaUrl Sender { get; }

    /// <summary>The bytes that were signed; the payload is a part of them.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Whether that key signed the very bytes of the body.</summary>
    public bool IsSignedBy(ActorKey key) => Ed25519.Verify(key.PublicKey.Span, Body.Span, Signature.Span);
}
