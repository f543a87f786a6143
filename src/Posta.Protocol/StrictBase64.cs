using System.Diagnostics.CodeAnalysis;

namespace Posta.Protocol;

/// <summary>
/// Standard base64 with padding, in its one canonical encoding: the framework's decoder overlooks white space and stray
/// bits, and signatures and keys would have second spellings (W-08).
/// </summary>
public static class StrictBase64
{
    /// <summary>Decodes the canonical encoding of some bytes, and nothing else.</summary>
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[text.Length / 4 * 3];
        bytes = Convert.TryFromBase64String(text, buffer, out var written) ? buffer[..written] : null;
        return bytes is not null && Convert.ToBase64String(bytes) == text;
    }

    /// <summary>Decodes the canonical encoding of so many bytes.</summary>
    public static bool TryDecode(string text, int size, [NotNullWhen(true)] out byte[]? bytes) =>
        TryDecode(text, out bytes) && bytes.Length == size;
}
