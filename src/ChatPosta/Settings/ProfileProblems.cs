using ChatPosta.Upstream;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Settings;

/// <summary>Why a profile was not changed, in the user's words.</summary>
internal static class ProfileProblems
{
    public static string NoPicture => T("Choose a picture first.");
    public static string TooLarge => T("This picture is larger than 10 MiB. Choose a smaller one; most posta-servers take pictures of up to 1 MiB.");

    public static string OfPicture(UpstreamError error) => error.Code switch
    {
        ErrorCode.TooLarge => T("This picture is too large for your posta-server. Choose a smaller one; most take up to 1 MiB."),
        ErrorCode.UnsupportedMediaType or ErrorCode.ContentTypeMismatch or ErrorCode.NotAnImage => T("Your posta-server takes PNG and JPEG pictures, and this file is neither. Choose another one."),
        ErrorCode.Truncated => T("This picture isn't whole. Choose another one, or try again."),
        _ => error.Explain(),
    };

    public static int StatusOf(UpstreamError error) => error.Failure switch
    {
        UpstreamFailure.Rejected => StatusCodes.Status422UnprocessableEntity,
        UpstreamFailure.Busy => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status502BadGateway,
    };
}
