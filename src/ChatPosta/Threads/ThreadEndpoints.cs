using ChatPosta.Composer;
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
        PeerPath? path, long? before, long? at, long? reply, ThreadReader reader, Drafts drafts, Html html, HttpContext context, CancellationToken ct)
    {
        if (path is null || !IsPossible(before) || !IsPossible(at) || !IsPossible(reply)) return Results.NotFound();
        if (!path.IsCanonical) return Results.Redirect(PeerPath.Of(path.Peer));

        context.Response.VaryByHtmx();
        var field = await Field(path.Peer, reply, reader, drafts, ct);
        var page = at is { } rowId ? await reader.PageAround(path.Peer, rowId, field, ct) : await reader.Page(path.Peer, before, ct, field);
        return context.Request.WantsFragment
            ? await html.Page<ThreadFragment, ThreadModel>(page.Thread)
            : await html.Page<ThreadPage, ThreadPageModel>(page);
    }

    /// <summary>With scripts off, "Reply" is a link to the thread with what is answered above its field.</summary>
    private static async Task<ComposerModel> Field(PostaUrl peer, long? reply, ThreadReader reader, Drafts drafts, CancellationToken ct) =>
        ComposerModel.Fresh(peer, focus: reply is not null) with
        {
            Text = await drafts.Read(peer),
            Reply = reply is { } rowId ? await reader.Reply(peer, rowId, ct) : null,
        };

    private static async Task<IResult> ShowRows(PeerPath path, long? before, ThreadReader reader, Html html, CancellationToken ct) =>
        IsPossible(before) ? await html.Page<Rows, RowsModel>(await reader.Rows(path.Peer, before, ct)) : Results.NotFound();

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

    private static bool IsPossible(long? rowId) => rowId is null || RowId.IsPossible(rowId.Value);
}
