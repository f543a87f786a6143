using ChatPosta.Upstream;
using Posta.Protocol;

namespace ChatPosta.Composer;

/// <summary>Why a picture was not sent, in the user's words.</summary>
internal static class ImageProblems
{
    public const string None = "Choose a picture first.";
    public const string TooLarge = "This picture is larger than 10 MiB. Choose a smaller one.";

    public static string Explain(UpstreamError error) => error.Code switch
    {
        ErrorCode.TooLarge => "This picture is too large for your posta-server. Choose a smaller one.",
        ErrorCode.UnsupportedMediaType or ErrorCode.ContentTypeMismatch or ErrorCode.NotAnImage => "Your posta-server takes PNG, JPEG, GIF and WebP pictures, and this file is none of them.",
        ErrorCode.Truncated => "This picture isn't whole. Choose it again.",
        _ => error.Explain(),
    };
}
