namespace Posta.Server.Search;

/// <summary>
/// Runs of one, two and three characters out of a folded text. None begins or ends with a gap, so that a gap costs one
/// gram instead of six; none reaches across a line, which is where one member of a payload ends.
/// </summary>
internal sealed class Grams
{
    private const int Longest = 3;

    // ASCII that is no letter or digit would part FTS5's tokens. It stands in them as a private character.
    private const char Private = '\uE000';
    private const char Gap = (char)(Private + ' ');
    private const char LineEnd = (char)(Private + '\n');

    private readonly string _text;

    // Where each character begins, surrogate pairs being one, and where the last one ends.
    private readonly List<int> _starts = [];

    public Grams(string folded)
    {
        _text = string.Create(folded.Length, folded, (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsAscii(text[i]) && !char.IsAsciiLetterOrDigit(text[i]) ? (char)(Private + text[i]) : text[i];
        });
        for (var i = 0; i < _text.Length; i += char.IsSurrogatePair(_text, i) ? 2 : 1)
            _starts.Add(i);
        _starts.Add(_text.Length);
    }

    /// <summary>Whether a character of a text would be taken for another one.</summary>
    public static bool IsReserved(char c) => c is >= Private and <= (char)(Private + 0x7F);

    private int Count => _starts.Count - 1;

    /// <summary>Every gram: what is found later must be here.</summary>
    public void AddTo(HashSet<string> terms)
    {
        var distinct = terms.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < Count; i++)
            for (var length = 1; length <= Longest; length++)
                if (TryTake(i, length, out var gram))
                    distinct.Add(gram);
    }

    /// <summary>The longest ones, which between them cover the text: a text with all of these is worth a look.</summary>
    public IEnumerable<string> Cover()
    {
        var covered = 0;
        for (var i = 0; i < Count; i++)
            for (var length = Longest; length > 0; length--)
                if (i + length > covered && TryTake(i, length, out var gram))
                {
                    covered = i + length;
                    yield return gram.ToString();
                    break;
                }
    }

    private bool TryTake(int start, int length, out ReadOnlySpan<char> gram)
    {
        gram = default;
        if (start + length > Count)
            return false;

        gram = _text.AsSpan(_starts[start].._starts[start + length]);
        return gram[0] is not Gap && gram[^1] is not Gap && !gram.Contains(LineEnd);
    }
}
