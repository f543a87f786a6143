namespace Posta.Server.Media;

/// <summary>What an image is for: how its file is called, and what may be sent.</summary>
internal sealed record ImageKind(string Prefix, int MaxBytes, IReadOnlyList<ImageFormat> Formats)
{
    private const int Megabyte = 1024 * 1024;

    public static readonly ImageKind Avatar = new("avatar", 1 * Megabyte, [PngReader.Format, JpegReader.Format]);

    public static readonly ImageKind Upload = new("upload", 10 * Megabyte, ImageFormats.All);

    public string TooLarge => $"An {Prefix} may have {MaxBytes / Megabyte} MiB.";

    public string Accepted => $"An {Prefix} is sent as {string.Join(", ", Formats.Select(format => format.MediaType))}; name it in Content-Type.";
}
