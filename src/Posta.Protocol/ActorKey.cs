namespace Posta.Protocol;

/// <summary>A public key as an actor document tells it.</summary>
/// <param name="Id">What envelopes call it.</param>
/// <param name="PublicKey">32 bytes of Ed25519.</param>
/// <param name="CreatedAt">For people; not checked (W-16).</param>
public sealed record ActorKey(string Id, ReadOnlyMemory<byte> PublicKey, string CreatedAt);
