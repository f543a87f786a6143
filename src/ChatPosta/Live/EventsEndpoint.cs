using ChatPosta.Limits;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Hosting.Events;
using Posta.Protocol;

namespace ChatPosta.Live;

internal static class EventsEndpoint
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveHub>();
        services.AddSingleton<StreamLimits>();
        services.AddHostedService<QuietCollector>();
        services.AddSingleton(provider => new Heartbeat(HeartbeatInterval, provider.GetRequiredService<TimeProvider>()));
    }

    public static void MapLive(this IEndpointRouteBuilder app) => app.MapGet("/events", Follow);

    private static async Task<IResult> Follow(
        string? peer, Session session, PostaClient upstream, LiveHub live, StreamLimits limits, Heartbeat heartbeat, HttpContext context)
    {
        PostaUrl? thread = null;
        if (!string.IsNullOrEmpty(peer) && !PostaUrl.TryParseInput(peer, out thread, out _)) return Results.BadRequest();

        using var place = limits.Take(session.User.Id, context.Connection.RemoteIpAddress);
        if (!place.IsAcquired)
        {
            context.Response.RetryAfter(HeartbeatInterval);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        var request = new TabRequest(session.Id, thread, context.Request.Headers["Last-Event-ID"].ToString(), upstream.OpenEvents) { LinkId = session.LinkId };
        using var tab = await live.Open(session.User.Id, request);
        if (tab is null) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        // Signed out before the hub knew this tab, so nobody else would end it.
        if (session.HasEnded) return Results.Unauthorized();

        var stream = new EventStreamResult(tab.Cursor, heartbeat) { Preamble = tab.Greeting, Farewell = tab.Farewell };
        await stream.ExecuteAsync(context);
        return Results.Empty;
    }
}
