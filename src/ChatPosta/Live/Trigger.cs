using System.Text.Json;
using Posta.Protocol;

namespace ChatPosta.Live;

/// <summary>
/// What a tab is told: that something changed, never what it says. The tab fetches the fragment again, so no
/// message text and no token ever travels on this stream.
/// </summary>
/// <param name="Thread">The peer whose thread it is about; empty when it concerns every tab.</param>
internal sealed record Trigger(string Name, string Data, string Thread = "")
{
    public static readonly Trigger ContactChanged = new("contact-changed", "{}");
    public static readonly Trigger ReadWatermarkChanged = new("read-watermark-changed", "{}");
    public static readonly Trigger IdentityChanged = new("identity-changed", "{}");

    /// <summary>What waits to be sent is another set than before; known to us alone, not to the user's server.</summary>
    public static readonly Trigger QueueChanged = new("queue-changed", "{}");

    /// <summary>What was missed cannot be told: fetch everything anew.</summary>
    public static readonly Trigger Resync = new("resync", "{}");

    /// <summary>The program stops: come back in a while, and not all at once.</summary>
    public static readonly Trigger Bye = new("bye", "{}");

    public static Trigger ThreadUpdated(PostaUrl peer) =>
        new("thread-updated", JsonSerializer.Serialize(new { peer = peer.Canonical }), peer.Canonical);

    public static Trigger State(UpstreamStatus status) =>
        new("state", JsonSerializer.Serialize(new { upstream = status.State.Word(), since = PostaTime.Format(status.Since) }));
}
