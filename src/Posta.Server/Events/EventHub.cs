using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Posta.Hosting.Events;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Contacts;
using Posta.Server.Messages;
using Posta.Server.Profile;

namespace Posta.Server.Events;

/// <summary>Tells the clients of one identity what changed, after it was committed.</summary>
internal sealed class EventHub(MessageStore messages, ContactStore contacts, ProfileStore profile, ILogger<EventHub> log)
{
    private readonly EventRing _ring = new();

    // What changes more than once is read from the database here, one at a time, so that no event is older than one
    // sent before (C-16), whichever of two writers comes here first.
    private readonly Turn _turn = new();

    public Subscription Subscribe(string? lastEventId) => _ring.Subscribe(lastEventId);

    public void Inbound(Message message) => Append(EventName.Inbound, message, ClientApiJson.Default.Message);

    public Task OutboundState(long rowId) => Tell(async () =>
        Append(EventName.OutboundState, await messages.Find(rowId, CancellationToken.None), ClientApiJson.Default.Message));

    public Task ContactChanged(PostaUrl peer) => Tell(async () =>
        Append(EventName.ContactChanged, await contacts.Find(peer, CancellationToken.None), ClientApiJson.Default.Contact));

    public Task ContactRemoved(PostaUrl peer) => Tell(async () =>
    {
        if (await contacts.Find(peer, CancellationToken.None) is null)
            Append(EventName.ContactRemoved, new ContactUrl(peer.Display), ClientApiJson.Default.ContactUrl);
    });

    public Task ReadMarkAdvanced(PostaUrl peer) => Tell(async () =>
    {
        if (await contacts.Find(peer, CancellationToken.None) is { } contact)
            Append(EventName.ReadWatermarkChanged, new ReadMark(contact.Url, contact.LastReadRowId), ClientApiJson.Default.ReadMark);
    });

    public Task IdentityChanged(PostaUrl self) => Tell(async () =>
        Append(EventName.IdentityChanged, (await profile.Read(CancellationToken.None)).Of(self), ClientApiJson.Default.Identity));

    // What is told is done: that nobody could be told must not undo it for whoever did it, nor keep a message from going out.
    private async Task Tell(Func<Task> append)
    {
        try
        {
            await _turn.Take(append);
        }
        catch (Exception e)
        {
            log.LogError(e, "A change could not be announced");
        }
    }

    // Null when it was removed meanwhile, which has an event of its own.
    private void Append<T>(string name, T? data, JsonTypeInfo<T> type)
        where T : class
    {
        if (data is not null)
            _ring.Append(name, JsonSerializer.SerializeToUtf8Bytes(data, type));
    }
}
