using System.Buffers.Text;

namespace ChatPosta.Passkeys;

/// <summary>Credential ids as text: base64url, as browsers print them.</summary>
internal static class PasskeyId
{
    public static string Text(ReadOnlySpan<byte> credentialId) => Base64Url.EncodeToString(credentialId);

    public static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);
}
