using ChatPosta.Accounts;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>
/// Fetches all of the user's conversations from the posta-server, oldest message first and a page at a time, so that the
/// longest of them needs no more memory here than the shortest. Bound to one request.
/// </summary>
internal sealed class Exporter(Session session, PostaClient upstream, UserStore users)
{
    private const int PageSize = 200;

    private static string Repeated => T("Your posta-server gave the same messages again instead of the next ones. Tell whoever runs it.");
    private static string SignedOut => T("Your session ended while this was being written. Sign in and export again.");

    public static async ValueTask<Exporter?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session && await PostaClient.BindAsync(context) is { } upstream
            ? new(session, upstream, context.RequestServices.GetRequiredService<UserStore>())
            : null;

    /// <summary>Who the user is and with whom they write. Asked before the first byte goes out, so that a server that is away is said on a page.</summary>
    public async Task<ExportIndex> Begin(ClientPlace place, CancellationToken ct)
    {
        var index = new ExportIndex(session.User.Identity, await upstream.Identity(ct), await upstream.Contacts(ct));
        // Whoever takes everything along leaves a line that its owner reads.
        await users.Audit(session.User.Id, AuditStore.Exported, network: place.Network);
        return index;
    }

    /// <summary>Gives each page of a conversation to <paramref name="write"/>. Answers why it stopped before the end, or "".</summary>
    public async Task<string> Each(Contact contact, Func<PostaUrl, IReadOnlyList<Message>, Task> write, CancellationToken ct)
    {
        if (!PostaUrl.TryParseInput(contact.Url, out var peer, out _)) return "";

        try
        {
            var after = 0L;
            while (await upstream.MessagesAfter(peer, after, PageSize, ct) is { Count: > 0 } page)
            {
                if (session.HasEnded) return SignedOut;
                if (page[^1].RowId <= after) return Repeated;

                await write(peer, page);
                after = page[^1].RowId;
            }

            return "";
        }
        catch (UpstreamException exception)
        {
            return exception.Error.Explain();
        }
    }
}

/// <summary>What an export begins with.</summary>
/// <param name="Address">Whose it is.</param>
internal sealed record ExportIndex(PostaUrl Address, Identity Identity, IReadOnlyList<Contact> Contacts);
