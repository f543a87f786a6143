using Posta.Server.Media;

namespace Posta.Server.Tests.Media;

/// <summary>What is wrong with an image, and which of several things is told.</summary>
public sealed class FaultTests
{
    private static readonly Dictionary<string, (string MediaType, byte[] Image, ImageFault Fault)> Cases = new()
    {
        ["nothing"] = ("image/png", [], ImageFault.Truncated),
        ["less than a signature"] = ("image/png", PngFile.Signature[..7], ImageFault.Truncated),
        ["text for a PNG"] = ("image/png", Bytes.Ascii("<html>hello</html>"), ImageFault.NotAnImage),
        ["text for a JPEG"] = ("image/jpeg", Bytes.Ascii("GIF"), ImageFault.NotAnImage),
        ["SVG for a PNG"] = ("image/png", Bytes.Ascii("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), ImageFault.NotAnImage),
        ["RIFF that is sound"] = ("image/webp", Bytes.Ascii("RIFF\0\0\0\0WAVEfmt "), ImageFault.NotAnImage),
        ["GIF for a PNG"] = ("image/png", GifFile.Plain(), ImageFault.OtherType),
        ["PNG for a JPEG"] = ("image/jpeg", PngFile.Grey(), ImageFault.OtherType),
        ["JPEG for a WebP"] = ("image/webp", JpegFile.Grey(), ImageFault.OtherType),
        ["WebP for a GIF"] = ("image/gif", WebPFile.Plain(), ImageFault.OtherType),
        ["a cut GIF for a PNG"] = ("image/png", GifFile.Plain()[..14], ImageFault.OtherType),
        ["signature of PNG alone"] = ("image/png", PngFile.Signature, ImageFault.Truncated),
        ["PNG without a header"] = ("image/png", Bytes.Of(PngFile.Signature, PngFile.Pixels(3, 2), PngFile.End), ImageFault.NotAnImage),
        ["PNG without pixels"] = ("image/png", Bytes.Of(PngFile.Signature, PngFile.Header(3, 2), PngFile.End), ImageFault.NotAnImage),
        ["PNG with two headers"] = ("image/png", PngFile.Grey(3, 2, PngFile.Header(3, 2)), ImageFault.NotAnImage),
        ["PNG with a critical chunk that nobody knows"] = ("image/png", PngFile.Grey(3, 2, PngFile.Chunk("CRIT")), ImageFault.NotAnImage),
        ["PNG of no width"] = ("image/png", PngFile.Grey(0, 2), ImageFault.NotAnImage),
        ["PNG of negative height"] = ("image/png", Bytes.Of(PngFile.Signature, PngFile.Header(3, int.MinValue), PngFile.End), ImageFault.TooManyPixels),
        ["PNG with a chunk of 4 GiB"] = ("image/png", Bytes.Of(PngFile.Signature, PngFile.Header(3, 2), [255, 255, 255, 255], Bytes.Ascii("tEXt")), ImageFault.NotAnImage),
        ["PNG of 50 megapixels"] = ("image/png", Sized(10_000, 5_000), ImageFault.None),
        ["PNG of a row more"] = ("image/png", Sized(10_000, 5_001), ImageFault.TooManyPixels),
        ["PNG of the largest size"] = ("image/png", Sized(int.MaxValue, int.MaxValue), ImageFault.TooManyPixels),
        ["JPEG bomb"] = ("image/jpeg", JpegFile.Grey(65_535, 65_535), ImageFault.TooManyPixels),
        ["JPEG of no height"] = ("image/jpeg", JpegFile.Grey(3, 0), ImageFault.NotAnImage),
        ["JPEG without pixels"] = ("image/jpeg", Bytes.Of(JpegFile.Start, JpegFile.Frame(3, 2), JpegFile.End), ImageFault.NotAnImage),
        ["JPEG with pixels before their size"] = ("image/jpeg", Bytes.Of(JpegFile.Start, JpegFile.Scan([1]), JpegFile.End), ImageFault.NotAnImage),
        ["JPEG with two frames"] = ("image/jpeg", JpegFile.Grey(3, 2, JpegFile.Frame(3, 2)), ImageFault.NotAnImage),
        ["JPEG in a JPEG"] = ("image/jpeg", JpegFile.Grey(3, 2, JpegFile.Start), ImageFault.NotAnImage),
        ["JPEG with a segment shorter than its length"] = ("image/jpeg", JpegFile.Grey(3, 2, [0xFF, 0xFE, 0, 1]), ImageFault.NotAnImage),
        ["JPEG that begins with a table"] = ("image/jpeg", JpegFile.Grey(), ImageFault.None),
        ["JPEG that begins with a comment"] = ("image/jpeg", JpegFile.Grey(3, 2, JpegFile.Segment(0xFE, 1)), ImageFault.None),
        ["GIF bomb"] = ("image/gif", GifFile.Plain(1, 1, Bytes.Of([0x2C], [0, 0, 0, 0, 255, 255, 255, 255, 0, 2, 0])), ImageFault.TooManyPixels),
        ["GIF of a great screen"] = ("image/gif", Bytes.Of(GifFile.Screen(65_535, 65_535), GifFile.Frame(1, 1), GifFile.Trailer), ImageFault.TooManyPixels),
        ["GIF without frames"] = ("image/gif", Bytes.Of(GifFile.Screen(3, 2), GifFile.Trailer), ImageFault.NotAnImage),
        ["GIF with a block that is none"] = ("image/gif", GifFile.Plain(3, 2, [0x42]), ImageFault.NotAnImage),
        ["WebP bomb"] = ("image/webp", WebPFile.Plain(16_384, 16_384), ImageFault.TooManyPixels),
        ["WebP of a great canvas"] = ("image/webp", WebPFile.File(WebPFile.Extended(0, 1 << 24, 1 << 24), WebPFile.Pixels(1, 1)), ImageFault.TooManyPixels),
        ["WebP with a great frame"] = ("image/webp", WebPFile.File(WebPFile.Extended(2, 3, 2), WebPFile.Frame(1 << 14, 1 << 14, WebPFile.Pixels(3, 2))), ImageFault.TooManyPixels),
        ["WebP with great pixels in a small frame"] = ("image/webp", WebPFile.File(WebPFile.Extended(2, 3, 2), WebPFile.Frame(3, 2, WebPFile.Pixels(16_384, 16_384))), ImageFault.TooManyPixels),
        ["WebP without pixels"] = ("image/webp", WebPFile.File(WebPFile.Extended(0, 3, 2)), ImageFault.NotAnImage),
        ["WebP that begins with metadata"] = ("image/webp", WebPFile.File(WebPFile.Chunk("XMP ", 1), WebPFile.Pixels(3, 2)), ImageFault.NotAnImage),
        ["WebP with a chunk that reaches out"] = ("image/webp", WebPFile.File(Bytes.Of(WebPFile.Pixels(3, 2), Bytes.Ascii("XMP "), Bytes.Little32(99))), ImageFault.NotAnImage),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_told(string name) =>
        Assert.Equal(Cases[name].Fault, (await Stripped.Of(Cases[name].Image, Cases[name].MediaType)).Fault);

    private static byte[] Sized(int width, int height) =>
        Bytes.Of(PngFile.Signature, PngFile.Header(width, height), PngFile.Pixels(1, 1), PngFile.End);
}
