namespace Posta.Server.Media;

/// <summary>Width and height in pixels.</summary>
internal readonly record struct ImageSize(long Width, long Height)
{
    public const int MaxMegapixels = 50;

    /// <summary>A small file can stand for an image that fills the memory of whoever shows it (C-14).</summary>
    private const long MaxPixels = MaxMegapixels * 1_000_000L;

    // Divided, because the product of two sizes that a file claims may overflow.
    public ImageFault Check() =>
        Width <= 0 || Height <= 0 ? ImageFault.NotAnImage
        : Width > MaxPixels / Height ? ImageFault.TooManyPixels
        : ImageFault.None;
}
