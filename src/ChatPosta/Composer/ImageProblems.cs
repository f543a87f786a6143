using ChatPosta.Upstream;
using Posta.Protocol;
using static ChatPosta.Languages.Texts;

namespace ChatPosta.Composer;

/// <summary>Why a picture was not sent, in the user's words.</summary>
internal static class ImageProblems
{
    public static string None => T("Choose a picture first.");
    public static string TooLarge => T("This picture is larger than 10 MiB. Choose a smaller one.");

    public static string Explain(UpstreamError error) => error.Code switch
    {
        ErrorCode.TooLarge => T("This picture is too large for your posta-server. Choose a smaller one."),
        ErrorCode.UnsupportedMediaType or ErrorCode.ContentTypeMismatch or ErrorCode.NotAnImage => T("Your posta-server takes PNG, JPEG, GIF and WebP pictures, and this file is none of them."),
        ErrorCode.Truncated => T("This picture isn't whole. Choose it again."),
        _ => error.Explain(),
    };
}
