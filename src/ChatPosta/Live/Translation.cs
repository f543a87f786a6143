using System.Text.Json;
using Posta.Hosting.Events;
using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Live;

/// <summary>What an event of the posta-server means for the tabs (client-api.md, "Events").</summary>
internal static class Translation
{
    public static IEnumerable<Trigger> Triggers(SseEvent said) => said.Name switch
    {
        EventName.Inbound or EventName.OutboundState => MessageChanged(said.Data),
        EventName.ContactChanged or EventName.ContactRemoved => [Trigger.ContactChanged],
        EventName.ReadWatermarkChanged => [Trigger.ReadWatermarkChanged],
        EventName.IdentityChanged => [Trigger.IdentityChanged],
        EventName.Resync => [Trigger.Resync],
        // A newer server may say more than we know.
        _ => [],
    };

    /// <summary>A message also moves its peer in the sidebar. One whose peer cannot be read is a gap: fetch everything.</summary>
    private static IEnumerable<Trigger> MessageChanged(string data) =>
        Peer(data) is { } peer ? [Trigger.ThreadUpdated(peer), Trigger.ContactChanged] : [Trigger.Resync];

    /// <summary>Servers say a peer in display or canonical form; pages know only the canonical one.</summary>
    private static PostaUrl? Peer(string data)
    {
        try
        {
            var message = JsonSerializer.Deserialize(data, ClientApiJson.Default.Message);
            return PostaUrl.TryParseInput(message?.Peer ?? "", out var peer, out _) ? peer : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
