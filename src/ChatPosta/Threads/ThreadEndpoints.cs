using ChatPosta.Composer;
using ChatPosta.Queue;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;

namespace ChatPosta.Threads;

internal static class ThreadEndpoints
{
    public static void MapThreads(this IEndpointRouteBuilder app)
    {
        var thread = app.MapGroup("/c/{peer}").DisableAntiforgery();
        thread.MapGet("", Show);
        thread.MapGet("/rows", ShowRows);
        thread.MapPost("/retry/{rowId:long}", Retry);
        thread.MapPost("/read", MarkRead).WithMetadata(new NotActivity());
    }

    private static async Task<IResult> Show(
        PeerPath? path, [AsParameters] ThreadQuery query, ThreadReader reader, MessageQueue queue, Drafts drafts, Html html, HttpContext context, CancellationToken ct)
    {
        if (path is null || !query.IsPossible) return Results.NotFound();
        if (!path.IsCanonical) return Results.Redirect(PeerPath.Of(path.Peer));

        context.Response.VaryByHtmx();
        try
        {
            return await Page(path.Peer, query, reader, drafts, html, context.Request, ct);
        }
        catch (UpstreamException exception) when (exception.Error.Failure is not UpstreamFailure.Refused)
        {
            // What waits can be seen and changed all the same.
            var waiting = QueueModel.Of(path.Peer, await queue.Waiting());
            if (waiting.Messages.Count == 0) throw;

            waiting = waiting with { Problem = exception.Error.Explain() };
            return context.Request.WantsFragment
                ? await html.Page<QueuePane, QueueModel>(waiting, StatusCodes.Status502BadGateway)
                : await html.Page<QueuePage, QueueModel>(waiting, StatusCodes.Status502BadGateway);
        }
    }

    private static async Task<IResult> Page(
        PostaUrl peer, ThreadQuery query, ThreadReader reader, Drafts drafts, Html html, HttpRequest request, CancellationToken ct)
    {
        var field = await Field(peer, query.Reply, reader, drafts, ct);
        var page = query switch
        {
            { At: { } rowId } => await reader.PageAround(peer, rowId, field, ct),
            { Unread: { } rowId } => await reader.PageUnreadFrom(peer, rowId, field, ct),
            _ => await reader.Page(peer, query.Before, ct, field),
        };
        return request.WantsFragment
            ? await html.Page<ThreadFragment, ThreadModel>(page.Thread)
            : await html.Page<ThreadPage, ThreadPageModel>(page);
    }

    /// <summary>With scripts off, "Reply" is a link to the thread with what is answered above its field.</summary>
    private static async Task<ComposerModel> Field(PostaUrl peer, long? reply, ThreadReader reader, Drafts drafts, CancellationToken ct)
    {
        var draft = await drafts.Read(peer);
        return ComposerModel.Fresh(peer, focus: reply is not null) with
        {
            Text = draft,
            Drafted = Drafts.Mark(draft),
            Reply = reply is { } rowId ? await reader.Reply(peer, rowId, ct) : null,
        };
    }

    private static async Task<IResult> ShowRows(PeerPath path, long? before, ThreadReader reader, Html html, CancellationToken ct) =>
        before is null || RowId.IsPossible(before.Value) ? await html.Page<Rows, RowsModel>(await reader.Rows(path.Peer, before, ct)) : Results.NotFound();

    private static async Task<IResult> Retry(
        PeerPath path, long rowId, PostaClient upstream, ThreadReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        if (!RowId.IsPossible(rowId)) return Results.NotFound();

        await RetryUnlessSettled(upstream, rowId, ct);
        return context.Request.WantsFragment
            ? await html.Page<Rows, RowsModel>(await reader.RowsWith(path.Peer, rowId, ct))
            : new SeeOther($"{PeerPath.Of(path.Peer)}#msg-{rowId}");
    }

    /// <summary>A second press, or another tab, may have been quicker; then the row tells how it stands.</summary>
    private static async Task RetryUnlessSettled(PostaClient upstream, long rowId, CancellationToken ct)
    {
        try
        {
            await upstream.Retry(rowId, ct);
        }
        catch (UpstreamException exception) when (exception.Error.Code == ErrorCode.NotRetryable)
        {
        }
    }

    private static async Task<IResult> MarkRead(PeerPath path, [FromForm] long rowId, PostaClient upstream, CancellationToken ct)
    {
        if (!RowId.IsPossible(rowId)) return Results.NotFound();

        await upstream.MarkRead(path.Peer, rowId, ct);
        return Results.NoContent();
    }
}
