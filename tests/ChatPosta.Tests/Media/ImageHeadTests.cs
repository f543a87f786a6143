using ChatPosta.Media;
using Posta.Testing;

namespace ChatPosta.Tests.Media;

public sealed class ImageHeadTests
{
    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "image/png", TestImages.Png(640, 480) },
        { "image/gif", TestImages.Gif(640, 480) },
        { "image/jpeg", TestImages.Jpeg(640, 480) },
        { "image/jpeg", TestImages.Jpeg(640, 480, metadata: 0) },
        { "image/webp", TestImages.WebP("VP8X", 640, 480) },
        { "image/webp", TestImages.WebP("VP8L", 640, 480) },
        { "image/webp", TestImages.WebP("VP8 ", 640, 480) },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_says_what_it_is_and_how_large(string type, byte[] file) =>
        Assert.Equal(new ImageHead(type, 640, 480), ImageHead.Read(file));

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_picture_that_ends_in_its_head_says_nothing_and_breaks_nothing(string type, byte[] file)
    {
        for (var length = 0; length < Math.Min(file.Length, 64); length++)
            Assert.Contains(ImageHead.Read(file.AsSpan(0, length))?.MediaType, new[] { null, type });
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("<!doctype html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7")]
    [InlineData("BM      ")]
    [InlineData("RIFF\0\0\0\0WAVEfmt          ")]
    [InlineData("")]
    public void Anything_else_is_no_picture(string file) => Assert.Null(ImageHead.Read(System.Text.Encoding.UTF8.GetBytes(file)));

    [Theory]
    [InlineData(65_535, 65_535, false)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    [InlineData(-1, 1, false)]
    [InlineData(0, 10, false)]
    [InlineData(10_000, 5_001, false)]
    [InlineData(10_000, 5_000, true)]
    public void A_small_file_that_stands_for_a_huge_picture_is_refused(int width, int height, bool allowed) =>
        Assert.Equal(allowed, ImageHead.Read(TestImages.PngBomb(width, height))!.Value.IsReasonable);

    [Fact]
    public void No_bytes_break_it()
    {
        var random = new Random(4);
        byte[][] starts = [[0xFF, 0xD8, 0xFF], .. Pictures.Select(row => row.Data.Item2[..20])];
        for (var n = 0; n < 100_000; n++)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            ImageHead.Read([.. starts[n % starts.Length], .. noise]);
        }
    }
}
