namespace Posta.Server.Media;

internal static class ImageFormats
{
    public static readonly ImageFormat[] All = [PngReader.Format, JpegReader.Format, GifReader.Format, WebPReader.Format];

    private static readonly int LongestSignature = All.Max(format => format.SignatureLength);

    /// <summary>The format that a Content-Type names; its parameters do not matter (C-13).</summary>
    public static ImageFormat? Declared(string? contentType)
    {
        var essence = (contentType ?? "").Split(';')[0].Trim(' ', '\t');
        return Array.Find(All, format => format.MediaType.Equals(essence, StringComparison.OrdinalIgnoreCase));
    }

    public static ImageFormat? WithExtension(string extension) => Array.Find(All, format => format.Extension == extension);

    /// <summary>Checks that a body is an image of the declared format, and copies it without its metadata.</summary>
    public static async Task<ImageReading> Strip(ImageInput input, ImageOutput output, ImageFormat declared)
    {
        if (!await input.Have(declared.SignatureLength))
            return ImageFault.Truncated;

        await input.Have(LongestSignature);
        if (Found(input.Ahead) is not { } found)
            return ImageFault.NotAnImage;
        return found == declared ? await found.Strip(input, output) : ImageFault.OtherType;
    }

    private static ImageFormat? Found(ReadOnlySpan<byte> start)
    {
        foreach (var format in All)
            if (start.Length >= format.SignatureLength && format.Starts(start))
                return format;
        return null;
    }
}
