using System.Security.Cryptography;

namespace Posta.Protocol.Keys;

/// <summary>A key pair that an identity signs with.</summary>
/// <param name="Id">What envelopes and the actor document call it.</param>
/// <param name="Seed">The private key: a secret.</param>
/// <param name="PublicKey">What belongs to it.</param>
/// <param name="CreatedAt">When it was made; the beginning of time if keys.json does not say it readably (W-36).</param>
public sealed record SigningKey(string Id, byte[] Seed, byte[] PublicKey, DateTimeOffset CreatedAt)
{
    /// <summary>Makes a new key.</summary>
    public static SigningKey Generate(string id, DateTimeOffset now)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.SeedSize);
        return new SigningKey(id, seed, Ed25519.PublicKey(seed), now);
    }

    /// <summary>The part that everybody may know.</summary>
    public ActorKey Published => new(Id, PublicKey, PostaTime.Format(CreatedAt));

    /// <summary>Signs a body.</summary>
    public byte[] Sign(ReadOnlySpan<byte> body) => Ed25519.Sign(Seed, body);

    // The members that a record prints by itself would be the arrays.
    public override string ToString() => Id;
}
