using Posta.Protocol.Keys;

namespace Posta.Tests.Contract;

/// <summary>Keys whose private half everybody knows: those of RFC 8032 §7.1. tests/vectors/README.md tells the seeds.</summary>
internal sealed record TestKey(string Id, string SeedHex)
{
    /// <summary>TEST 1.</summary>
    public static readonly TestKey Alice = new("k1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    /// <summary>TEST 2.</summary>
    public static readonly TestKey AlicesSecond = new("k2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

    /// <summary>TEST 3: nobody's key in the documents but mallory's.</summary>
    public static readonly TestKey Mallory = new("k1", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

    public byte[] Seed => Convert.FromHexString(SeedHex);

    public byte[] PublicKey => Ed25519.PublicKey(Seed);

    public string PublicText => Convert.ToBase64String(PublicKey);

    public byte[] Sign(byte[] body) => Ed25519.Sign(Seed, body);
}
