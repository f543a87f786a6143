using Posta.Protocol;
using Posta.Server.Actor;
using Posta.Server.Events;

namespace Posta.Server.Contacts;

/// <summary>Learns the names of new contacts from their actor documents, behind the user's back and without hurry.</summary>
internal sealed class Introductions(
    ActorDocuments actors, ContactStore contacts, EventHub events, ILogger<Introductions> log, CancellationToken ending)
{
    public void Ask(PostaUrl url) => _ = AskQuietly(url);

    private async Task AskQuietly(PostaUrl url)
    {
        try
        {
            if (await actors.Find(url, ending) is { } document && await contacts.Describe(document, ending))
                await events.ContactChanged(url);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The identity goes; the name can wait for the next message.
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The name of {Peer} could not be learnt", url);
        }
    }
}
