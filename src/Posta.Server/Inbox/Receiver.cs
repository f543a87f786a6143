using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Actor;
using Posta.Server.Http;
using Posta.Server.Identities;
using Posta.Server.Messages;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Inbox;

/// <summary>What a receiver checks, in the order of wire.md §5; whoever passes is stored and announced.</summary>
internal sealed class Receiver(Identity identity, ReceivedStore store, Surroundings around)
{
    // As long as a sender heeds (W-23): with the steps of his schedule the user has hours to look through the requests.
    private static readonly TimeSpan UntilRoom = TimeSpan.FromHours(1);

    private readonly SlidingMinute<string> _perSender = new(around.Config.RatePerMinute, around.Time);
    private readonly ILogger<Receiver> _log = around.Log<Receiver>();

    public async Task<Reception> Receive(EnvelopeRequest request, string source, CancellationToken ct)
    {
        if (EnvelopeChecks.Open(request, identity.Url, around.Time.GetUtcNow(), out var opened) is { } malformed)
            return new Reception(malformed);

        var (sender, keyId) = (opened!.Sender, opened.Envelope.KeyId);
        switch (await around.Actors.FindKey(sender, keyId, source, until => IsContact(sender, until), ct))
        {
            case KeyLookup.Found found:
                return EnvelopeChecks.Verify(opened, found.Key) is { } forged
                    ? new Reception(forged)
                    : await Take(opened, found.Document, ct);
            case KeyLookup.Unknown:
                return new Reception(EnvelopeChecks.Verify(opened, null));
            case KeyLookup.Limited limited:
                return Reception.Limited(limited.RetryAfter, "Too many actor documents had to be fetched.");
            case KeyLookup.Unavailable unavailable:
                _log.LogInformation("No actor document of {Sender}: {Reason}", sender, unavailable.Reason);
                return new Reception(EnvelopeChecks.ActorDocUnavailable);
            case var other:
                throw new InvalidOperationException($"unknown key lookup {other}");
        }
    }

    private async Task<bool> IsContact(PostaUrl sender, CancellationToken ct) =>
        await identity.Contacts.Find(sender, ct) is { Status: ContactStatus.Contact };

    private async Task<Reception> Take(UnverifiedEnvelope verified, ActorDocument sender, CancellationToken ct)
    {
        if (!_perSender.TryPass(verified.Envelope.Sender, out var wait))
            return Reception.Limited(wait, "You send too many messages.");

        switch (await store.Accept(verified.Envelope, Wrapping.Of(verified.Body, verified.Envelope.Payload, verified.Signature), sender, around.Time.GetUtcNow(), ct))
        {
            case Acceptance.Forbidden:
                return Reception.Refused(403, ErrorCode.Forbidden, "This inbox does not take your messages.");
            case Acceptance.Duplicate:
                return Reception.Refused(409, ErrorCode.DuplicateId, "A message with this id was received before.");
            case Acceptance.Crowded:
                return Reception.Limited(UntilRoom, "Too many strangers wait for an answer here.");
            case Acceptance.Stored stored:
                await Announce(stored, sender.Url);
                return Reception.Accepted;
            case var other:
                throw new InvalidOperationException($"unknown acceptance {other}");
        }
    }

    // The contact first: a client that hears of a message should know whom it is from.
    private async Task Announce(Acceptance.Stored stored, PostaUrl sender)
    {
        if (stored.ContactChanged)
            await identity.Events.ContactChanged(sender);
        identity.Events.Inbound(stored.Message.ToMessage());
        identity.SearchIndex.Wake();
    }
}
