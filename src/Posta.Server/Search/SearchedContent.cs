using Posta.Protocol;
using Posta.Protocol.Payloads;

namespace Posta.Server.Search;

/// <summary>A payload as a search sees it: the beginning of its folded texts, one to a line, and whether it is an image.</summary>
internal sealed record SearchedContent(string Text, bool IsImage)
{
    /// <summary>
    /// People write less. A stranger's 64 KiB of noise hold nearly every run of three letters: without a bound they would
    /// come up in every search, and keep everybody who writes waiting while they are indexed.
    /// </summary>
    internal const int MaxCharacters = 4096;

    public static SearchedContent Of(RawJson payload) => new(
        Beginning(string.Join('\n', PayloadText.Of(payload).Select(text => Folding.Fold(Beginning(text))))),
        Payload.Parse(payload) is LinkPayload link && link.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase));

    // Not through the middle of a surrogate pair: half of one cannot be folded.
    private static string Beginning(string text) => text.Length <= MaxCharacters
        ? text
        : text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)];
}
