using System.Security.Cryptography;
using ChatPosta.Keys;
using ChatPosta.Sessions;
using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>
/// What the user has begun to write, on every device of theirs (chat.md §5). The key is opened for each call and wiped
/// after it. Bound to one request.
/// </summary>
internal sealed class Drafts(Session session, byte[] cookie, SessionStore sessions, DraftStore store)
{
    public static async ValueTask<Drafts?> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return await Session.BindAsync(context) is { } session && services.GetRequiredService<SessionCookie>().Read(context.Request) is { } cookie
            ? new(session, cookie, services.GetRequiredService<SessionStore>(), services.GetRequiredService<DraftStore>())
            : null;
    }

    /// <summary>"" where there is none.</summary>
    public Task<string> Read(PostaUrl peer) => WithKey("", key => Open(key, peer));

    public Task Keep(PostaUrl peer, string text) => WithKey(false, async key =>
    {
        var thread = KeyChain.DraftThread(key, peer.Canonical);
        if (string.IsNullOrWhiteSpace(text)) await store.Remove(session.User.Id, thread);
        else await store.Keep(session.User.Id, thread, KeyChain.SealDraft(text, key, session.User.Id, thread));
        return true;
    });

    /// <summary>It has been sent. What was written since then stays.</summary>
    public Task Sent(PostaUrl peer, string text) => WithKey(false, async key =>
    {
        if ((await Open(key, peer)).TrimEnd() == text) await store.Remove(session.User.Id, KeyChain.DraftThread(key, peer.Canonical));
        return true;
    });

    private async Task<string> Open(byte[] key, PostaUrl peer)
    {
        var thread = KeyChain.DraftThread(key, peer.Canonical);
        if (await store.Find(session.User.Id, thread) is not { } box) return "";

        try
        {
            return KeyChain.OpenDraft(box, key, session.User.Id, thread);
        }
        catch (SealBrokenException)
        {
            // It is worth less than the conversation, which must open all the same.
            return "";
        }
    }

    /// <summary>Without a key the session has ended meanwhile, and so has the request.</summary>
    private async Task<T> WithKey<T>(T otherwise, Func<byte[], Task<T>> act)
    {
        if (await sessions.DataKey(cookie) is not { } key) return otherwise;

        try
        {
            return await act(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
