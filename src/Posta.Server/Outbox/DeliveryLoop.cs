using System.Threading.Channels;
using Posta.Protocol;
using Posta.Server.Events;
using Posta.Server.Identities;
using Posta.Server.Messages;

namespace Posta.Server.Outbox;

/// <summary>
/// Sends one identity's messages: per peer in order and one at a time, several peers in parallel.
/// The rows in the database are the queue; whatever happens (a new message, a retry, an answer, a time reached) only
/// wakes the loop, which then looks at the rows.
/// </summary>
internal sealed class DeliveryLoop(
    PostaUrl self, KeyFile keys, OutboxStore store, Courier courier, EventHub events, TimeProvider time, ILogger<DeliveryLoop> log)
{
    private const int MaxPeersAtOnce = 8;

    private static readonly TimeSpan AfterOwnFault = TimeSpan.FromSeconds(5);

    // Timers refuse waits above some 49 days; and a clock that was set right is noticed within the hour.
    private static readonly TimeSpan LongestNap = TimeSpan.FromHours(1);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Dictionary<string, Task> _underWay = [];

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Runs until it is cancelled; deliveries that this cuts short are found as `sending` at the next start.</summary>
    public async Task Run(CancellationToken ct)
    {
        await using var timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Wake();
        while (true)
        {
            await _wake.Reader.ReadAsync(ct);
            var next = await LookAround(ct);
            // By the clock as it is now: it went on while the rows were looked at.
            var nap = next - time.GetUtcNow();
            if (nap > TimeSpan.Zero)
                timer.Change(nap, Timeout.InfiniteTimeSpan);
            else
                Wake();
        }
    }

    /// <summary>The deliveries that are still under way.</summary>
    public Task Finish() => Task.WhenAll(_underWay.Values);

    private async Task<DateTimeOffset> LookAround(CancellationToken ct)
    {
        try
        {
            return await SendWhatIsDue(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "The outbox could not look at its rows");
            return time.GetUtcNow() + AfterOwnFault;
        }
    }

    /// <summary>Starts what can be started now, and says when to look again without being woken.</summary>
    private async Task<DateTimeOffset> SendWhatIsDue(CancellationToken ct)
    {
        foreach (var (peer, delivery) in _underWay)
            if (delivery.IsCompleted)
                _underWay.Remove(peer);

        var now = time.GetUtcNow();
        var next = now + LongestNap;
        foreach (var head in await store.Heads(ct))
        {
            var due = DueAt(head);
            if (due > now)
                next = due < next ? due : next;
            else if (_underWay.Count < MaxPeersAtOnce && !_underWay.ContainsKey(head.Peer))
                Start(head, ct);
        }

        return next;
    }

    private void Start(MessageRow head, CancellationToken ct)
    {
        var delivery = Attempt(head, ct);
        _underWay[head.Peer] = delivery;
        // Not from within the delivery: the loop must find it completed, or the peer's next message would wait for ever.
        delivery.GetAwaiter().OnCompleted(Wake);
    }

    private static DateTimeOffset DueAt(MessageRow message) =>
        PostaTime.TryParse(message.NextAttemptAt, out var at) ? at : DateTimeOffset.MinValue;

    private async Task Attempt(MessageRow message, CancellationToken ct)
    {
        // The loop goes on at once: signing and the first database call must not hold it.
        await Task.Yield();
        try
        {
            await Send(message, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            // Not the peer's fault, so no step of the schedule is used up; but neither may the loop spin.
            log.LogError(e, "Delivery of row {RowId} broke off", message.RowId);
            await Task.Delay(AfterOwnFault, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Send(MessageRow message, CancellationToken ct)
    {
        var key = keys.Current;
        var envelope = OutgoingEnvelope.Sign(self, message, key, time.GetUtcNow());
        await store.MarkSending(message.RowId, key.Id, envelope.Wrapping, ct);
        await events.OutboundState(message.RowId);

        var answer = await courier.Deliver(PostaUrl.Parse(message.Peer), envelope.Body, envelope.Signature, ct);
        // The key was revoked while the message was on its way: that is no reason to give the message up.
        if (answer is Answer.Refused { Code: ErrorCode.UnknownKey } && keys.Current.Id != key.Id)
            answer = new Answer.Unavailable(ErrorCode.UnknownKey) { Status = answer.Status };
        var now = time.GetUtcNow();
        var next = NextStep.After(message, answer, now);
        await store.Settle(message.RowId, next, answer.Status, now, CancellationToken.None);
        await events.OutboundState(message.RowId);
        if (next.ErrorCode.Length > 0)
            log.LogInformation("Row {RowId} to {Peer}: {Code}, now {State}", message.RowId, message.Peer, next.ErrorCode, next.State);
    }
}
