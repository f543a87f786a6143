using Posta.Protocol;

namespace Posta.Server.Inbox;

/// <summary>The answer to a posted envelope: taken, or refused and perhaps welcome again later.</summary>
internal sealed record Reception(Refusal? Refusal, TimeSpan? RetryAfter = null)
{
    public static readonly Reception Accepted = new((Refusal?)null);

    public static Reception Refused(int status, string code, string message) => new(new Refusal(status, code, message));

    public static Reception Limited(TimeSpan retryAfter, string message) =>
        new(new Refusal(429, ErrorCode.RateLimited, message), retryAfter);
}
