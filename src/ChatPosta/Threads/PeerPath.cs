using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Posta.Protocol;

namespace ChatPosta.Threads;

/// <summary>A peer's place among our addresses: <c>/c/&lt;url-encoded canonical URL&gt;</c>.</summary>
public sealed record PeerPath(PostaUrl Peer, bool IsCanonical)
{
    private const string Prefix = "/c/";

    public static string Of(PostaUrl peer) => Prefix + Uri.EscapeDataString(peer.Canonical);

    /// <summary>
    /// From the request target as it was sent: routing leaves %2F in a value alone but decodes %252F to it, so that
    /// a peer's own escapes could not be told from ours.
    /// </summary>
    public static ValueTask<PeerPath?> BindAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return ValueTask.FromResult(TryParse(target, out var path) ? path : null);
    }

    /// <summary>Takes a request target or a whole address, such as htmx's HX-Current-URL.</summary>
    public static bool TryParse(string target, [NotNullWhen(true)] out PeerPath? path)
    {
        path = null;
        var start = target.IndexOf(Prefix, StringComparison.Ordinal);
        if (start < 0) return false;

        var written = target[(start + Prefix.Length)..].Split('/', '?', '#')[0];
        if (!PostaUrl.TryParseInput(Uri.UnescapeDataString(written), out var peer, out _)) return false;

        path = new PeerPath(peer, IsCanonical: Of(peer) == Prefix + written);
        return true;
    }
}
