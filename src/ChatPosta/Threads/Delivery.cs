using Posta.Protocol;
using Posta.Protocol.ClientApi;
using static ChatPosta.Languages.Texts;

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
        ErrorCode.NetworkError => T("Their server could not be reached."),
        ErrorCode.Timeout => T("Their server did not answer in time."),
        ErrorCode.TlsError => T("Their server has no valid certificate."),
        ErrorCode.Redirect => T("Their server sends visitors elsewhere; messages do not follow."),
        ErrorCode.EgressRefused => T("This address leads to a private network, where your server does not go."),
        ErrorCode.NotFound or ErrorCode.MethodNotAllowed => T("There is no inbox at this address."),
        ErrorCode.WrongRecipient => T("Their server says that this address is not theirs."),
        ErrorCode.Forbidden => T("They take no messages from you."),
        ErrorCode.RateLimited => T("Their server asks you to slow down."),
        ErrorCode.EnvelopeTooLarge => T("The message is too long."),
        ErrorCode.ActorDocUnavailable => T("Their server could not look you up."),
        ErrorCode.UnknownKey or ErrorCode.BadSignature => T("Their server could not confirm that it came from you."),
        ErrorCode.StaleTimestamp => T("The clocks of the two servers disagree."),
        _ => T("Their server refused it."),
    };
}
