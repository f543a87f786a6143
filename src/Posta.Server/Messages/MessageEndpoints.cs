using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Server.Http;
using Posta.Server.Tokens;
using Identity = Posta.Server.Identities.Identity;

namespace Posta.Server.Messages;

internal static class MessageEndpoints
{
    private const string IdempotencyHeader = "Idempotency-Key";

    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        api.MapGet("/messages", Page);
        api.MapPost("/messages", Send);
        api.MapGet("/messages/{rowId}", Details);
        api.MapPost("/messages/{rowId}/retry", Retry);
    }

    private static async Task<IResult> Page(Identity identity, HttpRequest request, CancellationToken ct)
    {
        if (!PeerParameter.TryRead("peer", request.Query["peer"], out var peer, out var problem)
            || !RowNumber.TryRead(request.Query, "before", 0, long.MaxValue, out var before, out problem)
            || !RowNumber.TryRead(request.Query, "after", 0, long.MaxValue, out var after, out problem)
            || !RowNumber.TryReadLimit(request.Query, out var limit, out problem))
            return problem;

        var page = await identity.Messages.Page(peer, before, after, limit, ct);
        return TypedResults.Json(page, ClientApiJson.Default.MessageArray);
    }

    private static async Task<IResult> Send(Identity identity, BearerToken token, HttpRequest request, CancellationToken ct)
    {
        var (json, problem) = await request.ReadJson(ClientApiJson.Default.SendRequest);
        if (json is null)
            return problem!;
        if (!TryReadKey(request, token, json.Bytes, out var key))
            return Answers.Refuse(400, ErrorCode.BadParameter, $"{IdempotencyHeader} must be 1 to 255 visible ASCII characters.");
        // C-08: a repeated request is answered as before, whatever would be said of it today.
        if (key is not null && await identity.Sends.Earlier(key, ct) is { } earlier)
            return await Answer(identity, null, earlier);
        if (!DraftCheck.TryRead(json, identity.Url, out var draft, out var refusal))
            return Answers.Refuse(refusal);

        return await Answer(identity, draft.Peer, await identity.Sends.Send(draft, key, ct));
    }

    private static async Task<IResult> Answer(Identity identity, PostaUrl? peer, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Accepted accepted:
                if (accepted.ContactChanged)
                    await identity.Events.ContactChanged(peer!);
                await identity.Events.OutboundState(accepted.Receipt.RowId);
                identity.Outbox.Wake();
                identity.SearchIndex.Wake();
                if (accepted.ContactChanged)
                    identity.Introductions.Ask(peer!);
                return Receipt(accepted.Receipt);
            case SendOutcome.Repeated repeated:
                // The first request may have gone down between its commit and its wake.
                identity.Outbox.Wake();
                return Receipt(repeated.Receipt);
            default:
                return Answers.Refuse(409, ErrorCode.IdempotencyMismatch, $"This {IdempotencyHeader} was used with another body.");
        }
    }

    private static async Task<IResult> Details(Identity identity, string rowId, CancellationToken ct) =>
        TryReadRow(rowId, out var row) && await identity.Messages.Details(row, ct) is { } details
            ? TypedResults.Json(details, ClientApiJson.Default.MessageDetails)
            : NoSuchMessage;

    private static async Task<IResult> Retry(Identity identity, string rowId, CancellationToken ct)
    {
        if (!TryReadRow(rowId, out var row) || await identity.Messages.Find(row, ct) is null)
            return NoSuchMessage;
        if (!await identity.OutboxRows.Retry(row, ct))
            return Answers.Refuse(409, ErrorCode.NotRetryable, "Only a message that failed can be tried again.");

        await identity.Events.OutboundState(row);
        identity.Outbox.Wake();
        var message = (await identity.Messages.Find(row, ct))!;
        return Receipt(new SendReceipt(row, message.Id, message.State));
    }

    private static IResult NoSuchMessage => Answers.NotFound("There is no such message.");

    private static bool TryReadRow(string text, out long row) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out row);

    private static bool TryReadKey(HttpRequest request, BearerToken token, byte[] body, out IdempotencyKey? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(IdempotencyHeader, out var values))
            return true;
        if (values is not [{ } text] || !IdempotencyKey.IsValid(text))
            return false;

        key = IdempotencyKey.For(token.Id, text, body);
        return true;
    }

    private static JsonHttpResult<SendReceipt> Receipt(SendReceipt receipt) =>
        TypedResults.Json(receipt, ClientApiJson.Default.SendReceipt, statusCode: 202);
}
