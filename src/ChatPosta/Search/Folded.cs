using System.Text;

namespace ChatPosta.Search;

/// <summary>
/// A text as the server compares it when it searches, and where each of its characters came from: lower case, and without
/// grave, acute and circumflex (docs/api.md, "Search").
/// </summary>
internal sealed class Folded
{
    private readonly List<int> _origins = [];

    public Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var letters = Fold(text[index]);
            folded.Append(letters);
            _origins.AddRange(Enumerable.Repeat(index, letters.Length));
        }

        _origins.Add(text.Length);
        Text = folded.ToString();
    }

    public string Text { get; }

    /// <summary>Every place of the original text where the folded word stands.</summary>
    public IEnumerable<Range> Find(string word)
    {
        for (var at = IndexOf(word, 0); at >= 0; at = IndexOf(word, at + word.Length))
        {
            // With the accents that follow; and a letter that became two is found by one of them.
            var end = Math.Max(_origins[at + word.Length], _origins[at + word.Length - 1] + 1);
            yield return _origins[at]..end;
        }
    }

    private int IndexOf(string word, int start) => Text.IndexOf(word, start, StringComparison.Ordinal);

    private static string Fold(char letter)
    {
        if (char.IsAscii(letter)) return char.ToLowerInvariant(letter).ToString();

        // The framework normalizes neither half a pair nor what is no character.
        if (char.IsSurrogate(letter) || letter is '\uFFFE' or '\uFFFF') return letter.ToString();

        var apart = letter.ToString().Normalize(NormalizationForm.FormKD);
        var plain = string.Concat(apart.Where(part => part is not ('\u0300' or '\u0301' or '\u0302')));
        return plain.ToLowerInvariant().Normalize(NormalizationForm.FormC);
    }
}
