using ChatPosta.Accounts;
using ChatPosta.Keys;
using ChatPosta.Live;
using ChatPosta.Sessions;
using ChatPosta.Upstream;
using Posta.Protocol;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace ChatPosta.Queue;

/// <summary>
/// The way of every text to the user's server: into the ledger first, then out, oldest first (docs/adr/0015). What the server
/// does not take waits here, sealed, and whoever asks again under the same key sends nothing twice. Bound to one request.
/// </summary>
internal sealed class MessageQueue(UserKey key, SendStore store, Turns turns, PostaClient upstream, LiveHub live)
{
    public static async ValueTask<MessageQueue?> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return await UserKey.BindAsync(context) is { } key && await PostaClient.BindAsync(context) is { } upstream
            ? new(key, services.GetRequiredService<SendStore>(), services.GetRequiredService<Turns>(), upstream, services.GetRequiredService<LiveHub>())
            : null;
    }

    /// <summary>All that wait, oldest first.</summary>
    public Task<IReadOnlyList<QueuedMessage>> Waiting() => key.Use<IReadOnlyList<QueuedMessage>>([], Waiting);

    /// <param name="message">What is to be sent.</param>
    /// <param name="sendKey">Under the same key the same message is sent once, whenever it is asked for again.</param>
    /// <param name="ct">Heard until its turn comes. Then it goes out, whether or not somebody still waits for the answer.</param>
    public Task<SendOutcome> Send(Outgoing message, string sendKey, CancellationToken ct) => turns.Take(
        key.UserId,
        () => key.Use<SendOutcome>(new SendOutcome.Full(), async opened =>
        {
            var row = await Begin(message, sendKey, opened);
            if (row is null) return new SendOutcome.Full();
            if (row.Box is null) return new SendOutcome.Taken();

            var outcome = await SendAfterOthers(Of(row, message), row.IsNew, opened);
            // It goes back to where it was written.
            if (outcome is SendOutcome.Refused) await store.Remove(key.UserId, row.Id);
            live.TellQueueChanged(key.UserId);
            return outcome;
        }),
        ct);

    /// <summary>Tries all that wait; what the server turns down stays, with the reason.</summary>
    public Task SendAll(CancellationToken ct) => turns.Take(
        key.UserId,
        () => key.Use(false, async opened =>
        {
            var waiting = (await Waiting(opened)).Where(message => message.State != SendState.Refused).ToList();
            foreach (var message in waiting)
                if (await Attempt(message) is SendOutcome.Waits) break;
            if (waiting.Count > 0) live.TellQueueChanged(key.UserId);
            return true;
        }),
        ct);

    /// <summary>False when it is gone, or may have arrived already.</summary>
    public Task<bool> Edit(long id, string text, CancellationToken ct) => turns.Take(
        key.UserId,
        () => key.Use(false, async opened =>
        {
            if ((await Waiting(opened)).FirstOrDefault(message => message.Id == id) is not { } old) return false;

            var (next, bytes) = (NewKey(), (old.Message with { Text = text }).ToBytes());
            var done = await store.Replace(
                key.UserId, id, next, KeyChain.SendDigest(opened, bytes), KeyChain.SealOutgoing(bytes, opened, key.UserId, next));
            live.TellQueueChanged(key.UserId);
            return done;
        }),
        ct);

    public Task Cancel(long id, CancellationToken ct) => turns.Take(
        key.UserId,
        async () =>
        {
            var done = await store.Remove(key.UserId, id);
            live.TellQueueChanged(key.UserId);
            return done;
        },
        ct);

    public static string NewKey() => Guid.CreateVersion7().ToString();

    /// <summary>A key that stands for another message by now, as that of a page from the browser's memory does, is exchanged for a new one.</summary>
    private async Task<SendRow?> Begin(Outgoing message, string sendKey, byte[] opened)
    {
        var bytes = message.ToBytes();
        var digest = KeyChain.SendDigest(opened, bytes);
        var row = await Begin(sendKey);
        return row is null || row.Digest == digest ? row : await Begin(NewKey());

        Task<SendRow?> Begin(string under) => store.Begin(key.UserId, under, digest, KeyChain.SealOutgoing(bytes, opened, key.UserId, under));
    }

    /// <summary>Those to the same peer that were written before go first.</summary>
    private async Task<SendOutcome> SendAfterOthers(QueuedMessage message, bool isNew, byte[] opened)
    {
        var others = (await Waiting(opened)).Where(other =>
            other.Id < message.Id && other.Message.Peer == message.Message.Peer && other.State != SendState.Refused);
        foreach (var other in others)
        {
            if (await Attempt(other) is not SendOutcome.Waits waits) continue;

            if (isNew) await store.Mark(key.UserId, message.Id, SendState.Waiting);
            return waits;
        }

        return await Attempt(message, isNew);
    }

    /// <param name="message">Not to be cut short: what has gone out must be written down.</param>
    /// <param name="isNew">It is marked as unsure already, and was not tried before.</param>
    private async Task<SendOutcome> Attempt(QueuedMessage message, bool isNew = false)
    {
        var wasSure = isNew || message.State != SendState.Unsure;
        var goesOut = false;
        try
        {
            var (peer, text, reply) = message.Message;
            var answers = reply is { } rowId ? await IdOf(peer, rowId) : null;
            // Before it goes out: whoever ends in between must not leave it as one that can be changed.
            if (wasSure && !isNew) await store.Mark(key.UserId, message.Id, SendState.Unsure);
            goesOut = true;
            await upstream.Send(new SendRequest(peer.Canonical, new TextPayload(text).ToJson(), answers), message.Key, CancellationToken.None);
            await store.MarkTaken(key.UserId, message.Id);
            return new SendOutcome.Taken();
        }
        catch (UpstreamException exception) when (exception.Error.Failure is UpstreamFailure.Rejected)
        {
            await store.Mark(key.UserId, message.Id, SendState.Refused, exception.Error.Code);
            return new SendOutcome.Refused(exception.Error);
        }
        catch (UpstreamException exception)
        {
            if (wasSure && !(goesOut && exception.MayHaveArrived)) await store.Mark(key.UserId, message.Id, SendState.Waiting);
            return new SendOutcome.Waits(exception.Error);
        }
    }

    /// <summary>The envelope's id of a row; null when the server has it no more, and the message goes out without it.</summary>
    private async Task<string?> IdOf(PostaUrl peer, long rowId)
    {
        var found = await upstream.Messages(peer, rowId + 1, limit: 1, CancellationToken.None);
        return found is [{ } row] && row.RowId == rowId ? row.Id : null;
    }

    private async Task<IReadOnlyList<QueuedMessage>> Waiting(byte[] opened) =>
        [.. (await store.UnderWay(key.UserId)).Select(row => Open(row, opened)).OfType<QueuedMessage>()];

    private QueuedMessage? Open(SendRow row, byte[] opened)
    {
        try
        {
            return Of(row, Outgoing.From(KeyChain.OpenOutgoing(row.Box, opened, key.UserId, row.Key)));
        }
        catch (SealBrokenException)
        {
            // Damaged, and lost; what else waits must go out all the same.
            return null;
        }
    }

    private static QueuedMessage Of(SendRow row, Outgoing message) =>
        new(row.Id, row.Key, message, Enum.Parse<SendState>(row.State, ignoreCase: true), row.Problem, SqlTime.Read(row.AskedAt));
}
