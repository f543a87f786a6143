using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ChatPosta.Accounts;

/// <summary>What an invite link carries: 192 random bits in base64url. Only its SHA-256 is ever stored.</summary>
internal static class InviteCode
{
    private const int Bytes = 24;

    public static string Generate() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Any text has a hash, so an ill-formed code costs the same as an unknown one.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
