using System.Text;
using Posta.Protocol.Json;

namespace Posta.Protocol;

/// <summary>The strings that the protocol itself works with: whole characters, not empty, bounded (W-13, W-14).</summary>
internal static class WireText
{
    /// <summary>Reads a message id or a key id.</summary>
    public static bool TryReadId(RawJson json, out string text) => TryRead(json, WireFormat.MaxIdBytes, out text);

    /// <summary>Reads a sender or a recipient; whether it is canonical is a later question.</summary>
    public static bool TryReadUrl(RawJson json, out string text) => TryRead(json, WireFormat.MaxUrlBytes, out text);

    private static bool TryRead(RawJson json, int maxBytes, out string text) =>
        JsonText.TryStrict(json, out text) && text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= maxBytes;
}
