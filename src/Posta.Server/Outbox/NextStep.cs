using Posta.Protocol.ClientApi;
using Posta.Server.Messages;

namespace Posta.Server.Outbox;

/// <summary>Where a message stands after an attempt.</summary>
internal sealed record NextStep(string State, string ErrorCode, DateTimeOffset? At, int RetryStep, bool Restamped)
{
    public static NextStep After(MessageRow message, Answer answer, DateTimeOffset now) => answer switch
    {
        Answer.Delivered => new(MessageState.Delivered, "", null, message.RetryStep, message.Restamped),
        Answer.Refused refused => new(MessageState.FailedPermanent, refused.Code, null, message.RetryStep, message.Restamped),
        // W-24: once in a message's life a stale time stamp is mended at once and uses up no wait.
        Answer.Stale when !message.Restamped => new(MessageState.Pending, Protocol.ErrorCode.StaleTimestamp, now, message.RetryStep, true),
        Answer.Stale => Later(message, Protocol.ErrorCode.StaleTimestamp, null, now),
        Answer.Unavailable unavailable => Later(message, unavailable.Code, unavailable.RetryAfter, now),
        _ => throw new InvalidOperationException($"unknown answer {answer}"),
    };

    private static NextStep Later(MessageRow message, string code, TimeSpan? retryAfter, DateTimeOffset now) =>
        RetrySchedule.Wait(message.RetryStep, retryAfter) is { } wait
            ? new(MessageState.Pending, code, now + wait, message.RetryStep + 1, message.Restamped)
            : new(MessageState.FailedPendingUser, code, null, message.RetryStep, message.Restamped);
}
