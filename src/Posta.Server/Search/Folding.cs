using System.Text;

namespace Posta.Server.Search;

/// <summary>Spells alike what a person who searches takes for alike.</summary>
internal static class Folding
{
    private const char Grave = '\u0300', Acute = '\u0301', Circumflex = '\u0302';

    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Lower case, one blank for any white space, and no grave, acute or circumflex: "café" is "cafe". Marks that make
    /// another letter stay, so that å, ä, ö, ñ and й are not a, o, n and и. Wide and ligated forms are the plain ones.
    /// </summary>
    public static string Fold(string text) => SingleBlanks((Ascii.IsValid(text) ? text : Plain(text)).ToLowerInvariant());

    private static string Plain(string text)
    {
        var apart = string.Concat(text.Select(c => IsUsable(c) ? c : Replacement)).Normalize(NormalizationForm.FormKD);
        var unaccented = string.Concat(apart.Where(c => c is not (Grave or Acute or Circumflex)));
        return unaccented.ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }

    // The framework refuses to normalize a text with U+FFFE in it, and the others have a meaning of their own in grams.
    private static bool IsUsable(char c) => c != '\uFFFE' && !Grams.IsReserved(c);

    private static string SingleBlanks(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c))
                folded.Append(c);
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        return folded.ToString().TrimEnd(' ');
    }
}
