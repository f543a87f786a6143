using System.Diagnostics.CodeAnalysis;
using System.Text;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;
using Posta.Server.Http;

namespace Posta.Server.Messages;

/// <summary>What is refused at the POST, because later it could only fail for ever.</summary>
internal static class DraftCheck
{
    public static bool TryRead(
        JsonRequest<SendRequest> json, PostaUrl sender, [NotNullWhen(true)] out Draft? draft, out Refusal refusal)
    {
        draft = null;
        var request = json.Value;
        if (string.IsNullOrEmpty(request.Peer))
            refusal = new Refusal(400, UrlRejection.MalformedHost.Code(), PeerParameter.IsMissing("peer"));
        else if (!PostaUrl.TryParseInput(request.Peer, out var peer, out var rejection))
            refusal = new Refusal(400, rejection.Code(), rejection.Explain());
        else if (!json.Members.ContainsKey("payload"))
            refusal = new Refusal(400, ErrorCode.MalformedRequest, "A message needs a payload.");
        else if (Encoding.UTF8.GetByteCount(request.InReplyTo ?? "") > WireFormat.MaxIdBytes)
            refusal = new Refusal(400, ErrorCode.TooLong, $"inReplyTo may have {WireFormat.MaxIdBytes} bytes.");
        else if (request.InReplyTo?.Contains('\0') is true)
            refusal = new Refusal(400, ErrorCode.MalformedRequest, "inReplyTo must not hold U+0000.");
        else if (!Envelope.Fits(Unsent(sender, peer, request)))
            refusal = EnvelopeChecks.EnvelopeTooLarge;
        else if (LinkPayload.Refuse(request.Payload) is { } badLink)
            refusal = badLink;
        else
        {
            refusal = default;
            draft = new Draft(Guid.NewGuid().ToString(), peer, request.Payload, request.InReplyTo ?? "");
        }

        return draft is not null;
    }

    // C-09: as it would look at its longest.
    private static Envelope Unsent(PostaUrl sender, PostaUrl peer, SendRequest request) => new()
    {
        Id = Guid.Empty.ToString(),
        Sender = sender.Canonical,
        Recipient = peer.Canonical,
        Timestamp = DateTimeOffset.UnixEpoch,
        KeyId = "",
        InReplyTo = request.InReplyTo ?? "",
        Payload = request.Payload,
    };
}
