namespace Posta.Server.Check;

/// <summary>The image that a check uploads: always the same bytes, so that a server checked every day keeps one file.</summary>
internal static class Pixel
{
    /// <summary>One grey point, 1 × 1, 8-bit greyscale (PNG, third edition, §5 and §11).</summary>
    public static readonly byte[] Png = Convert.FromHexString(
        "89504E470D0A1A0A"
        + "0000000D4948445200000001000000010800000000" + "3A7E9B55"
        + "0000000A4944415478DA6368000000820081" + "DA45083B"
        + "0000000049454E44AE426082");
}
