using System.Text.Json;
using Posta.Hosting.Egress;
using Posta.Hosting.Events;
using Posta.Protocol.ClientApi;
using Posta.Protocol.Payloads;

namespace Posta.Server.Check;

/// <summary>
/// Sends to itself again and again while it listens, over restarts and broken lines, and keeps count: what was taken must
/// come back, and come back once.
/// </summary>
internal sealed class LoopRun(LiveServer server, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // The schedule of an attempt that fails three times, and some air (wire.md §6).
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan PatienceAfterAStop = TimeSpan.FromSeconds(5);

    private readonly string _prefix = $"posta-server check {Guid.NewGuid():N}, number ";
    private readonly LoopCount _count = new(time);
    private string _lastEventId = "";

    /// <summary>A stop ends the sending; what was counted until then is reported.</summary>
    /// <exception cref="CheckFailedException">The server is not one that can be looped with.</exception>
    /// <exception cref="EgressException">It cannot be reached at the start.</exception>
    public async Task<LoopReport> Run(TimeSpan duration, TimeSpan every, CancellationToken ct)
    {
        var conversation = await OwnConversation.Find(server, ct);
        using var ending = new CancellationTokenSource();
        var listening = Listen(ending.Token);
        await SendAll(duration, every, ct);
        await WaitForTheLast(ct.IsCancellationRequested ? PatienceAfterAStop : Patience, ct);
        await ending.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await TidyUp(conversation);
        return _count.Report();
    }

    private async Task SendAll(TimeSpan duration, TimeSpan every, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        for (var number = 1; time.GetElapsedTime(start) < duration && !ct.IsCancellationRequested; number++)
        {
            await Send(number, ct);
            await Pause(every, ct);
        }
    }

    /// <summary>As a client does: the same request under the same key, until it is taken.</summary>
    private async Task Send(int number, CancellationToken ct)
    {
        var (payload, key) = (new TextPayload($"{_prefix}{number}").ToJson(), Guid.NewGuid().ToString());
        var start = time.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                _count.Taken(await server.Send(payload, key, ct));
                return;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (IsTrouble(e))
            {
                if (time.GetElapsedTime(start) > Patience)
                {
                    _count.NotTaken();
                    say($"number {number} was never taken: {e.Message}");
                    return;
                }

                await Pause(BetweenTries, ct);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var why = await ListenOnce(ct);
            if (ct.IsCancellationRequested)
                return;

            _count.Reconnecting();
            say($"reconnecting: {why}");
            await Pause(BetweenTries, ct);
        }
    }

    private async Task<string> ListenOnce(CancellationToken ct)
    {
        try
        {
            await foreach (var found in server.Events(_lastEventId, ct))
                await Take(found, ct);
            return "the server ended the event stream";
        }
        catch (Exception e) when (IsTrouble(e) || ct.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    private async Task Take(SseEvent found, CancellationToken ct)
    {
        if (found.Name is EventName.Inbound or EventName.OutboundState)
            Count(JsonSerializer.Deserialize(found.Data, ClientApiJson.Default.Message)!);
        // Whatever the stream has replayed or not: what is still missing is looked for where it would lie.
        if (found.Name == EventName.Ready && _count.OldestMissing is { } row)
            await CatchUp(row, ct);
        if (found.Id.Length > 0)
            _lastEventId = found.Id;
    }

    private async Task CatchUp(long after, CancellationToken ct)
    {
        while (await server.MessagesAfter(after, ct) is { Length: > 0 } page)
        {
            foreach (var message in page)
                Count(message);
            after = page[^1].RowId;
        }
    }

    private void Count(Message message)
    {
        if (!message.Payload.ToString().Contains(_prefix, StringComparison.Ordinal))
            return;
        if (message.Direction == Direction.Inbound)
            _count.Arrived(message.Id, message.RowId);
        else if (message.State is MessageState.FailedPermanent or MessageState.FailedPendingUser && _count.GaveUp(message.Id))
            say($"row {message.RowId} was not delivered: {message.LastErrorCode}");
    }

    private async Task WaitForTheLast(TimeSpan patience, CancellationToken ct)
    {
        var (start, wasStopped) = (time.GetTimestamp(), ct.IsCancellationRequested);
        while (_count.OldestMissing is not null && time.GetElapsedTime(start) < patience && ct.IsCancellationRequested == wasStopped)
            await Pause(BetweenLooks, CancellationToken.None);
    }

    private async Task TidyUp(OwnConversation conversation)
    {
        try
        {
            // Also after a stop: nobody wants to find thousands of unread messages from himself.
            await conversation.TidyUp(CancellationToken.None);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            say($"the conversation with oneself could not be tidied up: {e.Message}");
        }
    }

    // A stop shortens the wait, and is then seen by the loop around it.
    private async Task Pause(TimeSpan length, CancellationToken ct) =>
        await Task.Delay(length, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static bool IsTrouble(Exception e) =>
        e is CheckFailedException or EgressException or IOException or InvalidDataException or JsonException;
}
