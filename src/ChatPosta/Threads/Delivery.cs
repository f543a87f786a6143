using Posta.Protocol;
using Posta.Protocol.ClientApi;

namespace ChatPosta.Threads;

/// <summary>How far an outbound message got, and why no further.</summary>
public sealed record Delivery(string State, string Code, int Attempts, DateTimeOffset? NextAttempt)
{
    public bool HasFailed => State is MessageState.FailedPermanent or MessageState.FailedPendingUser;
    public bool IsOver => State == MessageState.FailedPermanent;
    public bool IsDelivered => State == MessageState.Delivered;

    /// <summary>It did not get through at once, so there is something to tell while it is still on its way.</summary>
    public bool IsLate => !IsDelivered && !HasFailed && Attempts > 0 && Code.Length > 0;

    public static Delivery Of(Message message) => new(
        message.State,
        message.LastErrorCode,
        message.Attempts,
        PostaTime.TryParse(message.NextAttemptAt, out var next) ? next : null);

    /// <summary>The code in words. The code itself is shown beside it, for whoever has to look it up.</summary>
    public string Reason => Code switch
    {
        ErrorCode.NetworkError => "Their server could not be reached.",
        ErrorCode.Timeout => "Their server did not answer in time.",
        ErrorCode.TlsError => "Their server has no valid certificate.",
        ErrorCode.Redirect => "Their server sends visitors elsewhere; messages do not follow.",
        ErrorCode.EgressRefused => "This address leads to a private network, where your server does not go.",
        ErrorCode.NotFound or ErrorCode.MethodNotAllowed => "There is no inbox at this address.",
        ErrorCode.WrongRecipient => "Their server says that this address is not theirs.",
        ErrorCode.Forbidden => "They take no messages from you.",
        ErrorCode.RateLimited => "Their server asks you to slow down.",
        ErrorCode.EnvelopeTooLarge => "The message is too long.",
        ErrorCode.ActorDocUnavailable => "Their server could not look you up.",
        ErrorCode.UnknownKey or ErrorCode.BadSignature => "Their server could not confirm that it came from you.",
        ErrorCode.StaleTimestamp => "The clocks of the two servers disagree.",
        _ => "Their server refused it.",
    };
}
