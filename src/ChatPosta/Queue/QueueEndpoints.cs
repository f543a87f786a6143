using System.Text;
using ChatPosta.Limits;
using ChatPosta.Threads;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;

namespace ChatPosta.Queue;

internal static class QueueEndpoints
{
    public static void AddQueue(this IServiceCollection services) => services.AddSingleton<SendStore>().AddSingleton<Turns>();

    /// <summary>The same for one conversation and for all: what differs is the list that is answered with.</summary>
    public static void MapQueue(this IEndpointRouteBuilder app)
    {
        foreach (var path in (string[])["/queue", "/c/{peer}/queue"])
        {
            var queue = app.MapGroup(path).DisableAntiforgery();
            queue.MapGet("", Show);
            queue.MapPost("/send", SendAll).RequireLimit(Limit.Send);
            queue.MapPost("/{id:long}/edit", Edit).RequireLimit(Limit.Send);
            queue.MapPost("/{id:long}/cancel", Cancel);
        }
    }

    private static Task<IResult> Show(PeerPath? path, MessageQueue queue, Html html, HttpContext context)
    {
        context.Response.VaryByHtmx();
        return List(path, queue, html, context.Request);
    }

    private static async Task<IResult> SendAll(PeerPath? path, MessageQueue queue, Html html, HttpContext context, CancellationToken ct)
    {
        await queue.SendAll(ct);
        return await Changed(path, queue, html, context.Request);
    }

    private static async Task<IResult> Edit(
        PeerPath? path, long id, [FromForm] string? message, MessageQueue queue, Html html, HttpContext context, CancellationToken ct)
    {
        var text = (message ?? "").ReplaceLineEndings("\n").TrimEnd();
        if (Encoding.UTF8.GetByteCount(text) > WireFormat.MaxBytes) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        if (text.Length == 0 || await queue.Edit(id, text, ct)) return await Changed(path, queue, html, context.Request);

        var late = QueueModel.Of(path?.Peer, await queue.Waiting()) with { Missed = text };
        return context.Request.WantsFragment
            ? await html.Page<QueueList, QueueModel>(late)
            : await html.Page<QueuePage, QueueModel>(late, StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> Cancel(PeerPath? path, long id, MessageQueue queue, Html html, HttpContext context, CancellationToken ct)
    {
        await queue.Cancel(id, ct);
        return await Changed(path, queue, html, context.Request);
    }

    private static async Task<IResult> Changed(PeerPath? path, MessageQueue queue, Html html, HttpRequest request) => request.WantsFragment
        ? await List(path, queue, html, request)
        : new SeeOther(path is null ? "/queue" : PeerPath.Of(path.Peer));

    private static async Task<IResult> List(PeerPath? path, MessageQueue queue, Html html, HttpRequest request)
    {
        var model = QueueModel.Of(path?.Peer, await queue.Waiting());
        return request.WantsFragment ? await html.Page<QueueList, QueueModel>(model) : await html.Page<QueuePage, QueueModel>(model);
    }
}
