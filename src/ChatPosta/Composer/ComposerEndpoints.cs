using System.Text;
using ChatPosta.Limits;
using ChatPosta.Queue;
using ChatPosta.Threads;
using ChatPosta.Upstream;
using ChatPosta.Web;
using Microsoft.AspNetCore.Mvc;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Composer;

internal static class ComposerEndpoints
{
    /// <summary>A form writes a byte as up to three characters (%C3), so that the longest message still comes through.</summary>
    private const int MaxForm = 4 * WireFormat.MaxBytes;

    private static string TooManyWait => T("Your server has been away for a while, and too many messages wait for it. Your text is still here.");

    public static void AddComposer(this IServiceCollection services) => services.AddSingleton<DraftStore>();

    public static void MapComposer(this IEndpointRouteBuilder app)
    {
        var thread = app.MapGroup("/c/{peer}").DisableAntiforgery();
        thread.MapPost("/messages", Send)
            .WithFormOptions(valueLengthLimit: MaxForm)
            .WithMetadata(new RequestSizeLimitAttribute(MaxForm));
        thread.MapPost("/draft", KeepDraft).WithFormOptions(valueLengthLimit: MaxForm).WithMetadata(new RequestSizeLimitAttribute(MaxForm)).RequireLimit(Limit.Draft);
        thread.MapGet("/reply/{rowId:long}", ShowReply);
        thread.MapImages();
    }

    private static async Task<IResult> Send(
        PeerPath path,
        [FromForm] string? message,
        [FromForm] string? key,
        [FromForm] string? reply,
        [FromForm] string? drafted,
        RateLimits limits,
        Caller caller,
        MessageQueue queue,
        Drafts drafts,
        ThreadReader reader,
        Html html,
        HttpContext context,
        CancellationToken ct)
    {
        var sent = new ComposerModel(path.Peer, KeyFrom(key), Lines(message)) { Reply = ReplyFrom(reply), Drafted = drafted ?? "" };
        if (!string.IsNullOrWhiteSpace(sent.Text) && limits.Refuse(Limit.Send, caller) is { } wait)
        {
            context.Response.RetryAfter(wait);
            var problem = T("That was a lot at once. Wait {0}, then send this again.", Waiting.Words(wait));
            return await Refused(sent with { Problem = problem }, StatusCodes.Status429TooManyRequests, reader, html, context, ct);
        }

        if (string.IsNullOrWhiteSpace(sent.Text)) return await Accepted(new SendOutcome.Taken());

        switch (await queue.Send(new(sent.Peer, sent.Text, sent.Reply?.RowId), sent.Key, ct))
        {
            case SendOutcome.Refused(var error):
                // A key that the server knows for another message is of no use any more.
                var next = error.Code == ErrorCode.IdempotencyMismatch ? MessageQueue.NewKey() : sent.Key;
                return await Refused(sent with { Key = next, Problem = error.Explain() }, StatusOf(error), reader, html, context, ct);
            case SendOutcome.Full:
                return await Refused(sent with { Problem = TooManyWait }, StatusCodes.Status503ServiceUnavailable, reader, html, context, ct);
            case var outcome:
                await drafts.Sent(path.Peer, sent.Text, sent.Drafted);
                return await Accepted(outcome);
        }

        async Task<IResult> Accepted(SendOutcome outcome)
        {
            if (!context.Request.WantsFragment) return new SeeOther(PeerPath.Of(path.Peer));

            var fresh = ComposerModel.Fresh(path.Peer) with { Problem = outcome is SendOutcome.Waits { Error: { Failure: UpstreamFailure.Refused } error } ? error.Explain() : "" };
            var rows = outcome is SendOutcome.Taken ? await RowsIfPossible(reader, path.Peer, ct) : null;
            return await html.Page<Sent, SentModel>(new(fresh, rows, QueueModel.Of(path.Peer, await queue.Waiting())));
        }
    }

    /// <summary>The message is accepted; rows that cannot be read right now come with the next update.</summary>
    internal static async Task<RowsModel?> RowsIfPossible(ThreadReader reader, PostaUrl peer, CancellationToken ct)
    {
        try
        {
            return await reader.Rows(peer, before: null, ct);
        }
        catch (UpstreamException)
        {
            return null;
        }
    }

    /// <summary>The text goes back into the field, under the key that it was sent with: sending it again is one message.</summary>
    private static async Task<IResult> Refused(
        ComposerModel refused, int status, ThreadReader reader, Html html, HttpContext context, CancellationToken ct)
    {
        if (context.Request.WantsFragment) return await html.Page<Sent, SentModel>(new(refused), status);

        try
        {
            if (refused.Reply is { } reply) refused = refused with { Reply = await reader.Reply(refused.Peer, reply.RowId, ct) ?? reply };
            return await html.Page<ThreadPage, ThreadPageModel>(await reader.Page(refused.Peer, before: null, ct, refused), status);
        }
        catch (UpstreamException)
        {
            // The thread cannot be read either; the text must not be lost with it.
            return await html.Page<NotSentPage, ComposerModel>(refused, status);
        }
    }

    private static async Task<IResult> KeepDraft(PeerPath path, [FromForm] string? text, Drafts drafts)
    {
        var draft = (text ?? "").ReplaceLineEndings("\n");
        if (Encoding.UTF8.GetByteCount(draft) > WireFormat.MaxBytes) return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        await drafts.Keep(path.Peer, draft);
        return Results.NoContent();
    }

    private static async Task<IResult> ShowReply(PeerPath path, long rowId, ThreadReader reader, Html html, CancellationToken ct) =>
        RowId.IsPossible(rowId) && await reader.Reply(path.Peer, rowId, ct) is { } reply
            ? await html.Page<ReplyLine, ComposerModel>(ComposerModel.Fresh(path.Peer) with { Reply = reply })
            : Results.NotFound();

    private static ReplyModel? ReplyFrom(string? rowId) => long.TryParse(rowId, out var row) && RowId.IsPossible(row) ? new(row) : null;

    internal static int StatusOf(UpstreamError error) => error.Failure switch
    {
        UpstreamFailure.Rejected => StatusCodes.Status422UnprocessableEntity,
        UpstreamFailure.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };

    internal static string KeyFrom(string? key) => Guid.TryParse(key, out var uuid) ? uuid.ToString() : MessageQueue.NewKey();

    /// <summary>Forms end lines with CR LF, messages with LF.</summary>
    private static string Lines(string? message) => (message ?? "").ReplaceLineEndings("\n").TrimEnd();
}
