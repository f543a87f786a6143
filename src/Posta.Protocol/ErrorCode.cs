namespace Posta.Protocol;

/// <summary>The stable codes of error bodies and of failed deliveries. <see cref="UrlRejection"/> adds eight of its own.</summary>
public static class ErrorCode
{
    // An envelope's receiver (wire.md §5), in the order of the checks.
    public const string EnvelopeTooLarge = "envelope-too-large";
    public const string UnsupportedMediaType = "unsupported-media-type";
    public const string MalformedEnvelope = "malformed-envelope";
    public const string UnsupportedVersion = "unsupported-version";
    public const string WrongRecipient = "wrong-recipient";
    public const string StaleTimestamp = "stale-timestamp";
    public const string ActorDocUnavailable = "actor-doc-unavailable";
    public const string UnknownKey = "unknown-key";
    public const string BadSignature = "bad-signature";
    public const string RateLimited = "rate-limited";
    public const string Forbidden = "forbidden";
    public const string DuplicateId = "duplicate-id";

    // An envelope's sender, where no peer gave a code (W-22).
    public const string Redirect = "redirect";
    public const string NetworkError = "network-error";
    public const string TlsError = "tls-error";
    public const string Timeout = "timeout";
    public const string EgressRefused = "egress-refused";

    // Any endpoint (W-31, C-04).
    public const string NotFound = "not-found";
    public const string MethodNotAllowed = "method-not-allowed";
    public const string Internal = "internal";
    public const string Unavailable = "unavailable";
    public const string InsufficientStorage = "insufficient-storage";
    public const string Unauthorized = "unauthorized";
    public const string MalformedRequest = "malformed-request";
    public const string TooLarge = "too-large";
    public const string TooLong = "too-long";
    public const string BadParameter = "bad-parameter";
    public const string UnknownField = "unknown-field";

    // One endpoint of the client API each.
    public const string PeerNotFound = "peer-not-found";
    public const string NotRetryable = "not-retryable";
    public const string IdempotencyMismatch = "idempotency-mismatch";
    public const string BadLink = "bad-link";
    public const string InviteGone = "invite-gone";
    public const string ContentTypeMismatch = "content-type-mismatch";
    public const string NotAnImage = "not-an-image";
    public const string Truncated = "truncated";

    // Files that lie at the root of a host.
    public const string BadRange = "bad-range";
    public const string PreconditionFailed = "precondition-failed";

    private const int MaxLength = 64;

    /// <summary>The code of a failed delivery: the peer's own if it looks like one, else one made from the status (W-22).</summary>
    public static string OfAnswer(int status, string? peerCode) =>
        peerCode is not null && IsWellFormed(peerCode) ? peerCode : $"http-{status}";

    /// <summary>Whether a text from a stranger may be shown and stored as a code.</summary>
    public static bool IsWellFormed(string code) =>
        code.Length is > 0 and <= MaxLength && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
