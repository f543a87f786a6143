using System.Globalization;
using System.Text;

namespace ChatPosta.Threads;

public static class Emoji
{
    private const int Most = 3;

    /// <summary>Up to three pictures and nothing else: they are shown large, without a bubble.</summary>
    public static bool IsAll(string text)
    {
        var trimmed = text.Trim();
        if (trimmed.Length is 0 or > 64 || new StringInfo(trimmed).LengthInTextElements > Most) return false;

        return trimmed.EnumerateRunes().All(IsPart) && trimmed.EnumerateRunes().Any(IsPicture);
    }

    // Joiners, variation selectors and skin tones only ever come along with a picture.
    private static bool IsPart(Rune rune) =>
        IsPicture(rune) || rune.Value is 0x200D or 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F);

    private static bool IsPicture(Rune rune) =>
        rune.Value >= 0x2190 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol;
}
