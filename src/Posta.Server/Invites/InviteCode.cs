using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Posta.Server.Invites;

/// <summary>What an invite link carries. Only its SHA-256 is ever stored.</summary>
internal static class InviteCode
{
    private const string Prefix = "pinv_";
    private const int RandomBytes = 32;

    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Any text has a hash, so that an ill-formed code costs the same as an unknown one.</summary>
    public static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
