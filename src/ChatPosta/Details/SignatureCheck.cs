using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Details;

/// <summary>
/// Whether what is shown is what its author signed, looked at here and now with the key that they publish. What the user's
/// server says about a message is not taken for granted.
/// </summary>
internal sealed class SignatureCheck(PeerDocuments documents)
{
    /// <param name="shown">What stands on the screen, which is not always what the server tells beside the envelope.</param>
    /// <param name="kept">What the server says was signed.</param>
    /// <param name="author">Who must have signed it.</param>
    /// <param name="recipient">Whom it must have been written to.</param>
    /// <param name="ct">Ends the fetch of the author's key.</param>
    public async Task<Verdict> Of(Message shown, MessageDetails? kept, PostaUrl author, PostaUrl recipient, CancellationToken ct)
    {
        if (kept is not { Envelope.Length: > 0 }
            || !StrictBase64.TryDecode(kept.Envelope, out var body) || !StrictBase64.TryDecode(kept.Signature, out var signature))
            return new(Finding.NotKept);
        if (EnvelopeChecks.OpenKept(body, signature, recipient, out var opened) is not null || opened!.Sender != author)
            return new(Finding.Forged);
        if (opened.Envelope.Payload != shown.Payload || opened.Envelope.Id != shown.Id || opened.Envelope.InReplyTo != shown.InReplyTo)
            return new(Finding.Altered);

        return Judged(await documents.Read(author, ct), opened.Envelope.KeyId, document => EnvelopeChecks.Verify(opened, document.Key(opened.Envelope.KeyId)));
    }

    /// <summary>Whether a member of a room wrote what the room passed on (wire.md §7); null where nobody is named.</summary>
    public async Task<Verdict?> Of(RoomPayload broadcast, PostaUrl room, CancellationToken ct)
    {
        if (broadcast.Open(room) is not { } opened) return null;

        return Judged(await documents.Read(opened.Sender, ct), opened.Envelope.KeyId, document => broadcast.Verify(room, document));
    }

    private static Verdict Judged(PeerDocument found, string keyId, Func<ActorDocument, Refusal?> verify)
    {
        if (found.Document is not { } document) return new(Finding.NoKey, found.Doubt);
        if (document.Key(keyId) is null) return new(Finding.KeyGone);

        return new(verify(document) is null ? Finding.Good : Finding.Forged);
    }
}
