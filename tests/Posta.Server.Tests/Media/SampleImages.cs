using System.IO.Compression;

namespace Posta.Server.Tests.Media;

/// <summary>An image as it is sent, and the very bytes that are to be stored.</summary>
internal sealed record SampleImage(string MediaType, byte[] Sent, byte[] Stored, int Width = 3, int Height = 2)
{
    public SampleImage(string mediaType, byte[] clean, int width = 3, int height = 2)
        : this(mediaType, clean, clean, width, height)
    {
    }
}

/// <summary>Good images of every kind; the dirty ones hold a canary in each place where metadata can be.</summary>
internal static class SampleImages
{
    public const string Canary = "CANARY 59.9139 N 10.7522 E";

    private const string Png = "image/png";
    private const string Jpeg = "image/jpeg";
    private const string Gif = "image/gif";
    private const string WebP = "image/webp";

    private static readonly byte[] Text = Bytes.Ascii(Canary);

    public static IReadOnlyDictionary<string, SampleImage> All { get; } = new Dictionary<string, SampleImage>
    {
        ["plain PNG"] = new(Png, PngFile.Grey()),
        ["dirty PNG"] = new(Png, DirtyPng(), PngFile.Grey(3, 2, KeptOfPng)),
        ["sideways PNG"] = new(
            Png, PngFile.Grey(3, 2, PngFile.Chunk("eXIf", ExifData.Full(8, Canary))), PngFile.Grey(3, 2, PngFile.Chunk("eXIf", ExifData.Minimal(8))), 2, 3),
        ["animated PNG"] = AnimatedPng(),
        ["plain JPEG"] = new(Jpeg, JpegFile.Grey(3, 2, JpegFile.Jfif)),
        ["JPEG without JFIF"] = new(Jpeg, JpegFile.Grey()),
        ["dirty JPEG"] = DirtyJpeg(),
        ["sideways JPEG"] = new(
            Jpeg, JpegFile.Grey(20, 10, JpegFile.Exif(ExifData.Full(6, Canary, isLittle: true))), JpegFile.Grey(20, 10, JpegFile.Exif(ExifData.Minimal(6))), 10, 20),
        ["JPEG with restarts and a second scan"] = new(Jpeg, ManyScans(), 16, 8),
        ["plain GIF"] = new(Gif, GifFile.Plain()),
        ["dirty GIF"] = DirtyGif(),
        ["plain WebP"] = new(WebP, WebPFile.Plain()),
        ["dirty WebP"] = DirtyWebP(),
        ["sideways WebP"] = new(
            WebP,
            WebPFile.File(WebPFile.Extended(WebPFile.Exif, 3, 2), WebPFile.Pixels(3, 2), WebPFile.Chunk("EXIF", ExifData.Full(3, Canary, isLittle: true))),
            WebPFile.File(WebPFile.Extended(WebPFile.Exif, 3, 2), WebPFile.Pixels(3, 2), WebPFile.Chunk("EXIF", ExifData.Minimal(3)))),
        ["animated WebP"] = AnimatedWebP(),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static byte[][] KeptOfPng =>
    [
        PngFile.Chunk("gAMA", Bytes.Big32(45455)), PngFile.Chunk("sRGB", 0), PngFile.Chunk("iCCP", Bytes.Of(Bytes.Ascii("p\0\0"), Deflated("profile"))),
        PngFile.Chunk("tRNS", 0, 7),
    ];

    private static byte[] DirtyPng() => Bytes.Of(
        PngFile.Grey(
            3, 2,
            [
                .. KeptOfPng,
                PngFile.Chunk("tEXt", Bytes.Of(Bytes.Ascii("Comment\0"), Text)),
                PngFile.Chunk("zTXt", Bytes.Of(Bytes.Ascii($"{Canary}\0\0"), Deflated(Canary))),
                PngFile.Chunk("iTXt", Bytes.Of(Bytes.Ascii("XML:com.adobe.xmp\0\0\0\0\0"), Text)),
                PngFile.Chunk("eXIf", ExifData.Full(1, Canary)),
                PngFile.Chunk("tIME", 7, 234, 11, 22, 3, 4, 5),
                PngFile.Chunk("pHYs", [.. Text[..9]]),
                PngFile.Chunk("gAMA", Text),
                PngFile.Chunk("caNv", Text),
                PngFile.Chunk("unKn", Text),
            ]),
        Text);

    private static SampleImage AnimatedPng()
    {
        byte[][] start = [PngFile.Signature, PngFile.Header(3, 2), PngFile.Animation(2), PngFile.FrameControl(0, 3, 2), PngFile.Pixels(3, 2)];
        byte[][] rest = [PngFile.FrameControl(1, 3, 2), PngFile.FrameData(2, 3, 2)];
        return new(
            Png,
            Bytes.Of([.. start, PngFile.Chunk("tEXt", Text), .. rest, PngFile.Chunk("eXIf", ExifData.Full(1, Canary)), PngFile.End]),
            Bytes.Of([.. start, .. rest, PngFile.End]));
    }

    private static SampleImage DirtyJpeg()
    {
        var profile = JpegFile.Profile(Bytes.Ascii("profile"));
        var tables = Bytes.Of(JpegFile.Quantization, JpegFile.Frame(3, 2), JpegFile.Huffman);
        var scan = JpegFile.Scan(JpegFile.Blocks(3, 2));
        var comment = JpegFile.Segment(0xFE, Text);
        var sent = Bytes.Of(
            [
                JpegFile.Start,
                JpegFile.Segment(0xE0, Bytes.Of(Bytes.Ascii("JFIF\0"), [1, 2, 1, 0, 72, 0, 72, 2, 5], Text, Text[..4])),
                JpegFile.Segment(0xE0, Bytes.Of(Bytes.Ascii("JFXX\0"), Text)),
                JpegFile.Exif(ExifData.Full(1, Canary)),
                JpegFile.Segment(0xE1, Bytes.Of(Bytes.Ascii("http://ns.adobe.com/xap/1.0/\0"), Text)),
                profile,
                JpegFile.Segment(0xE2, Bytes.Of(Bytes.Ascii("MPF\0"), Text)),
                JpegFile.Segment(0xED, Bytes.Of(Bytes.Ascii("Photoshop 3.0\08BIM\u0004\u0004"), Text)),
                Bytes.Of([0xFF, 0xEE], Bytes.Big16(14 + Text.Length), JpegFile.Adobe[4..], Text),
                .. Enumerable.Range(0xE3, 10).Select(marker => JpegFile.Segment((byte)marker, Text)),
                comment, Text, tables, comment, [0xFF, 0xFF], scan, comment, JpegFile.End, Text,
            ]);
        return new(Jpeg, sent, Bytes.Of(JpegFile.Start, JpegFile.Jfif, profile, JpegFile.Adobe, tables, scan, JpegFile.End));
    }

    // What may stand among pixels: stuffed 0xFF, restarts, and bytes to fill up before a marker.
    private static byte[] ManyScans() => Bytes.Of(
        JpegFile.Start, JpegFile.Quantization, JpegFile.Segment(0xDD, 0, 1), JpegFile.Frame(16, 8, 0xC2), JpegFile.Huffman,
        JpegFile.Scan([0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xFF, 0xD7, 0x78]),
        JpegFile.Huffman, JpegFile.Scan([0xFF, 0x00, 0xFF, 0xFF, 0x00, 0x9A]), JpegFile.End);

    private static SampleImage DirtyGif()
    {
        var frames = Bytes.Of(GifFile.Control, GifFile.Frame(3, 2), GifFile.Control, GifFile.Frame(1, 1, 1, 1));
        var sent = Bytes.Of(
            GifFile.Screen(3, 2),
            GifFile.ExtensionOf(0xFE, Text),
            GifFile.ExtensionOf(0xFF, Bytes.Ascii("NETSCAPE2.0"), [1, 0, 0], [2, 0, 0, 1, 0], Text),
            GifFile.ExtensionOf(0xFF, Bytes.Ascii("XMP DataXMP"), Text),
            GifFile.ExtensionOf(0xFF, Bytes.Ascii("ICCRGBG1012"), Text),
            GifFile.ExtensionOf(0x01, new byte[12], Text),
            GifFile.ExtensionOf(0xF9, Text),
            [0], frames, [0],
            GifFile.ExtensionOf(0xCE, Text),
            GifFile.ExtensionOf(0xFE, []),
            GifFile.Trailer, Text);
        return new(Gif, sent, Bytes.Of(GifFile.Screen(3, 2), GifFile.Loop, frames, GifFile.Trailer));
    }

    private static SampleImage DirtyWebP()
    {
        var kept = Bytes.Of(WebPFile.Chunk("ICCP", Bytes.Ascii("profile")), WebPFile.Pixels(3, 2));
        var sent = WebPFile.File(
            WebPFile.Extended(WebPFile.Profile | WebPFile.Exif | WebPFile.Xmp, 3, 2), kept,
            WebPFile.Chunk("EXIF", Bytes.Of(Bytes.Ascii("Exif\0\0"), ExifData.Full(1, Canary))), WebPFile.Chunk("XMP ", Text), WebPFile.Chunk("CNRY", Text));
        return new(WebP, Bytes.Of(sent, Text), WebPFile.File(WebPFile.Extended(WebPFile.Profile, 3, 2), kept));
    }

    private static SampleImage AnimatedWebP()
    {
        var pixels = WebPFile.Pixels(3, 2);
        var sent = WebPFile.File(
            WebPFile.Extended(WebPFile.Animation | WebPFile.Xmp, 3, 2), WebPFile.Loop(),
            WebPFile.Frame(3, 2, pixels, WebPFile.Chunk("CNRY", Text)), WebPFile.Chunk("XMP ", Text), WebPFile.Frame(3, 2, WebPFile.Chunk("CNRY", [.. Text, 0]), pixels));
        return new(
            WebP, sent, WebPFile.File(WebPFile.Extended(WebPFile.Animation, 3, 2), WebPFile.Loop(), WebPFile.Frame(3, 2, pixels), WebPFile.Frame(3, 2, pixels)));
    }

    private static byte[] Deflated(string text)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
            zlib.Write(Bytes.Ascii(text));
        return compressed.ToArray();
    }
}
