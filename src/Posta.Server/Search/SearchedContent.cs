using Posta.Protocol;
using Posta.Protocol.Payloads;

namespace Posta.Server.Search;

/// <summary>A payload as a search sees it: its folded texts, one to a line, and whether it is an image.</summary>
internal sealed record SearchedContent(string Text, bool IsImage)
{
    public static SearchedContent Of(RawJson payload) => new(
        string.Join('\n', PayloadText.Of(payload).Select(Folding.Fold)),
        Payload.Parse(payload) is LinkPayload link && link.MediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase));
}
