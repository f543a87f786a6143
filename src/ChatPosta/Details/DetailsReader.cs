using ChatPosta.Media;
using ChatPosta.Sessions;
using ChatPosta.Sidebar;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Details;

/// <summary>Reads one message of a thread, and what is known of it. Bound to one request.</summary>
internal sealed class DetailsReader(Session session, PostaClient upstream, Pictures pictures, SidebarReader sidebar, SignatureCheck signatures)
{
    public static async ValueTask<DetailsReader?> BindAsync(HttpContext context) =>
        await Session.BindAsync(context) is { } session
        && await PostaClient.BindAsync(context) is { } upstream
        && await Pictures.BindAsync(context) is { } pictures
        && await SidebarReader.BindAsync(context) is { } sidebar
            ? new DetailsReader(session, upstream, pictures, sidebar, context.RequestServices.GetRequiredService<SignatureCheck>())
            : null;

    /// <summary>Null where the thread has no such message.</summary>
    public async Task<DetailsPageModel?> Page(PostaUrl peer, long rowId, CancellationToken ct)
    {
        var own = sidebar.OwnPicture(ct);
        var (finding, reading, keeping) = (Find(peer, rowId, ct), upstream.Contacts(ct), upstream.Details(rowId, ct));
        await Task.WhenAll(finding, reading, keeping);
        var (contacts, kept) = (await reading, await keeping);
        if (await finding is not { } message) return null;

        var known = new Acquaintances(session.User.Identity, contacts, pictures);
        var contact = known.Of(peer);
        var details = new DetailsModel(MessageModel.From(message, known.With(peer)), message, kept)
        {
            IsRead = message.Direction == Direction.Outbound ? null : contact?.LastReadRowId >= rowId,
            IsRequest = contact?.Status == ContactStatus.Request,
        };
        return new(sidebar.Of(contacts, open: peer) with { Picture = await own }, details);
    }

    /// <summary>Looks at the signatures again.</summary>
    public async Task<DetailsModel> Checked(DetailsModel details, CancellationToken ct)
    {
        var (me, peer) = (session.User.Identity, details.Shown.Peer);
        var (author, recipient) = details.IsOutbound ? (me, peer) : (peer, me);
        var broadcast = Payload.Parse(details.Message.Payload) as RoomPayload;
        return details with
        {
            Verdict = await signatures.Of(details.Message, details.Kept, author, recipient, ct),
            InnerVerdict = broadcast is null ? null : await signatures.Of(broadcast, peer, ct),
        };
    }

    /// <summary>The bytes that were signed; null where the thread has no such message or they were not kept.</summary>
    public async Task<byte[]?> Envelope(PostaUrl peer, long rowId, CancellationToken ct) =>
        await Find(peer, rowId, ct) is not null && await upstream.Details(rowId, ct) is { Envelope.Length: > 0 } kept
        && StrictBase64.TryDecode(kept.Envelope, out var bytes) ? bytes : null;

    private async Task<Message?> Find(PostaUrl peer, long rowId, CancellationToken ct) =>
        (await upstream.Messages(peer, rowId + 1, limit: 1, ct)).FirstOrDefault(row => row.RowId == rowId);
}
