namespace Posta.Server.Media;

/// <summary>One kind of image file.</summary>
/// <param name="MediaType">As Content-Type names it.</param>
/// <param name="Extension">Of the files we store.</param>
/// <param name="SignatureLength">How many bytes tell it from others.</param>
/// <param name="Starts">Whether these bytes, at least so many, begin such a file.</param>
/// <param name="Strip">Copies the image without its metadata, up to its end.</param>
internal sealed record ImageFormat(
    string MediaType,
    string Extension,
    int SignatureLength,
    Func<ReadOnlySpan<byte>, bool> Starts,
    Func<ImageInput, ImageOutput, Task<ImageReading>> Strip);
