using System.Security.Cryptography;
using System.Text;
using ChatPosta.Keys;
using ChatPosta.Sessions;
using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>What the user has begun to write, on every device of theirs (chat.md §5). Bound to one request.</summary>
internal sealed class Drafts(UserKey key, DraftStore store)
{
    public static async ValueTask<Drafts?> BindAsync(HttpContext context) =>
        await UserKey.BindAsync(context) is { } key ? new(key, context.RequestServices.GetRequiredService<DraftStore>()) : null;

    /// <summary>"" where there is none.</summary>
    public Task<string> Read(PostaUrl peer) => key.Use("", opened => Open(opened, peer));

    public Task Keep(PostaUrl peer, string text) => key.Use(false, async opened =>
    {
        var thread = KeyChain.DraftThread(opened, peer.Canonical);
        if (string.IsNullOrWhiteSpace(text)) await store.Remove(key.UserId, thread);
        else await store.Keep(key.UserId, thread, KeyChain.SealDraft(text, opened, key.UserId, thread));
        return true;
    });

    /// <summary>Tells one draft from another. It goes into the page that holds the draft itself.</summary>
    public static string Mark(string text) => text.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>It has been sent. What was written since then, here or on another device, stays.</summary>
    /// <param name="peer">To whom.</param>
    /// <param name="text">What was sent.</param>
    /// <param name="mark">Of the draft that it was made of, where the page said so.</param>
    public Task Sent(PostaUrl peer, string text, string mark) => key.Use(false, async opened =>
    {
        var draft = await Open(opened, peer);
        if (draft.TrimEnd() == text || (mark.Length > 0 && Mark(draft) == mark)) await store.Remove(key.UserId, KeyChain.DraftThread(opened, peer.Canonical));
        return true;
    });

    private async Task<string> Open(byte[] opened, PostaUrl peer)
    {
        var thread = KeyChain.DraftThread(opened, peer.Canonical);
        if (await store.Find(key.UserId, thread) is not { } box) return "";

        try
        {
            return KeyChain.OpenDraft(box, opened, key.UserId, thread);
        }
        catch (SealBrokenException)
        {
            // It is worth less than the conversation, which must open all the same.
            return "";
        }
    }
}
