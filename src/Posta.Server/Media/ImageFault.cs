using Posta.Protocol;

namespace Posta.Server.Media;

/// <summary>Why a body is not taken as an image, in the order of the checks (C-12).</summary>
internal enum ImageFault
{
    None,
    NotAnImage,
    OtherType,
    Truncated,
    TooManyPixels,
}

internal static class ImageFaults
{
    public static Refusal Explain(this ImageFault fault) => fault switch
    {
        ImageFault.NotAnImage => new(400, ErrorCode.NotAnImage, "This is no image that can be read. Send PNG, JPEG, GIF or WebP."),
        ImageFault.OtherType => new(400, ErrorCode.ContentTypeMismatch, "The image is of another type than its Content-Type says."),
        ImageFault.Truncated => new(400, ErrorCode.Truncated, "The image ends too early. Send it again."),
        ImageFault.TooManyPixels => new(413, ErrorCode.TooLarge, $"The image has more than {ImageSize.MaxMegapixels} megapixels. Send a smaller one."),
        _ => throw new InvalidOperationException($"{fault} is no reason to refuse"),
    };
}
