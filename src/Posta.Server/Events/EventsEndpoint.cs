using Posta.Hosting.Events;
using Posta.Protocol.ClientApi;
using Posta.Server.Tokens;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Events;

internal static class EventsEndpoint
{
    private const string NoData = "{}";

    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", Stream);

    private static async Task Stream(HttpContext context, Identity identity, BearerToken token, Heartbeat heartbeat)
    {
        var subscription = identity.Events.Subscribe(context.Request.Headers["Last-Event-ID"]);
        identity.Streams.Add(subscription.Cursor, token);
        try
        {
            var stream = new EventStreamResult(subscription.Cursor, heartbeat) { Preamble = Preamble(subscription) };
            await stream.ExecuteAsync(context);
        }
        finally
        {
            identity.Streams.Remove(subscription.Cursor);
        }
    }

    // C-15: `ready` carries the newest id, so that a client that saw no event can resume.
    private static EventFrame[] Preamble(Subscription subscription) =>
    [
        EventFrame.Create(EventName.Connected, NoData),
        .. subscription.Resumption is Resumption.Unknown ? [EventFrame.Create(EventName.Resync, NoData)] : subscription.Missed,
        EventFrame.Create(EventName.Ready, NoData, subscription.NewestId),
    ];
}
